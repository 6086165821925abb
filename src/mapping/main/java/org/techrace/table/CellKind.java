package org.techrace.table;

import java.util.Set;
import java.util.regex.Pattern;

/// The kind of value that the text of a cell has.
public enum CellKind {
  EMPTY,
  NUMBER,
  DATE,
  TEXT;

  /// What spreadsheet programs show in place of a date that no day has.
  public static final String NO_DAY = "#####";

  /// The errors of formulas and dates, as spreadsheet programs write them.
  public static final Set<String> ERRORS =
      Set.of(
          "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
          NO_DAY);

  private static final Pattern NUMBERS =
      Pattern.compile(
          "[-+(]?[$€£¥]?\\s?[-+]?(\\d{1,3}([.,'"
              + " \\u00A0\\u202F]\\d{3})+([.,]\\d+)?|\\d+([.,]\\d+)?|[.,]\\d+)"
              + "([eE][-+]?\\d+)?\\s?[%€$£)]?("
              + NumberMark.PATTERN
              + ")?");

  private static final Pattern DATES =
      Pattern.compile(
          "(\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,4}|\\d{4}-\\d{2})([T"
              + " ]+\\d{1,2}:\\d{2}(:\\d{2}([.,]\\d+)?)?\\s?(Z|[-+]\\d{2}:?\\d{2}|[AaPp][Mm])?)?"
              + "|\\d{1,2}:\\d{2}(:\\d{2}([.,]\\d+)?)?\\s?([AaPp][Mm])?");

  private static final Pattern ADDRESSES =
      Pattern.compile("(https?|ftp|mailto)://?\\S+|\\S+@\\S+\\.\\w+|www\\.\\S+");

  /// A text without characters that separate cells.
  private static final Pattern PLAIN = Pattern.compile("[^,;\\t|^~\"]*");

  /// Returns the kind of a text.
  public static CellKind of(String cell) {
    String text = cell.strip();
    if (text.isEmpty()) {
      return EMPTY;
    }
    if (NUMBERS.matcher(text).matches()) {
      return NUMBER;
    }
    return DATES.matcher(text).matches() ? DATE : TEXT;
  }

  /// Returns how likely it is that a text is a whole cell, from 0 to 1.
  public static double plainness(String cell) {
    if (of(cell) != TEXT || ADDRESSES.matcher(cell.strip()).matches()) {
      return 1;
    }
    if (!PLAIN.matcher(cell).matches()) {
      return 0.1;
    }
    return cell.indexOf('\n') >= 0 ? 0.5 : 0.95;
  }
}
