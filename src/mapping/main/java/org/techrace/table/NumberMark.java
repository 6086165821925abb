package org.techrace.table;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A mark at the end of a number that refers to a note, as in `1,200*`, `300 [b]`, `100 (1)` or the
/// `2.2 p` of Eurostat.
///
/// @param number the text before the mark
/// @param mark the mark; empty if there is none
public record NumberMark(String number, String mark) {
  /// A regular expression of marks with the white space before them; its only group is the mark.
  /// Letters that follow a space are the flags of Eurostat, which are not symbols of units. A mark
  /// follows something: a cell that is only a number in parentheses is a negative amount.
  public static final String PATTERN =
      "(?<=\\S)\\s*([*†‡§]+|[¹²³⁰-⁹ᵃ-ᵛ]+|\\([a-z]\\)|(?<=[\\d%)]\\s{0,9})\\(\\d{1,2}\\)|\\[(?:[a-z]{1,3}|\\d{1,2})\\]|(?<=\\s)[bcdefnprsuz]{1,2})";

  private static final Pattern MARKED = Pattern.compile("(.*\\d[%)]?)" + PATTERN);

  /// Divides a text into a number and a mark.
  public static NumberMark of(String text) {
    Matcher marked = MARKED.matcher(text.strip());
    return marked.matches()
        ? new NumberMark(marked.group(1), marked.group(2))
        : new NumberMark(text, "");
  }
}
