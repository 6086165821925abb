package org.techrace.serve.sparql;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Refusal.Position;

/// The error of a query with its place, for a page without JavaScript.
///
/// @param sentence the error message
/// @param lines the line with the error and two lines around it; empty if the place is unknown
public record Fault(String sentence, List<Line> lines) {
  private static final int CONTEXT_LINES = 2;
  private static final Pattern WORD = Pattern.compile("\\S+|\\s?");

  /// A line of the query.
  ///
  /// @param number the line number, from 1
  /// @param before the text before the error
  /// @param wrong the word at the place of the error; empty in other lines
  /// @param after the text after the error
  public record Line(int number, String before, String wrong, String after) {}

  static Fault of(String query, Refusal refusal) {
    List<String> lines = query.lines().toList();
    return new Fault(
        refusal.sentence(),
        refusal
            .position()
            .filter(at -> !lines.isEmpty())
            .map(at -> around(lines, at))
            .orElse(List.of()));
  }

  /// Returns the lines around an error. If the query ends too early, the place is after its last
  /// line; that line is marked.
  private static List<Line> around(List<String> lines, Position at) {
    int wrong = Math.min(at.line(), lines.size());
    return IntStream.rangeClosed(
            Math.max(1, wrong - CONTEXT_LINES), Math.min(lines.size(), wrong + CONTEXT_LINES))
        .mapToObj(
            number ->
                line(
                    number,
                    lines.get(number - 1),
                    number == wrong ? Optional.of(at.column()) : Optional.empty()))
        .toList();
  }

  private static Line line(int number, String text, Optional<Integer> column) {
    if (column.isEmpty()) {
      return new Line(number, text, "", "");
    }
    int start = Math.clamp(column.get() - 1L, 0, Math.max(0, text.length() - 1));
    Matcher word = WORD.matcher(text).region(start, text.length());
    int end = word.lookingAt() ? word.end() : start;
    return new Line(
        number, text.substring(0, start), text.substring(start, end), text.substring(end));
  }
}
