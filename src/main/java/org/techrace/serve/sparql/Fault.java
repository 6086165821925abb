package org.techrace.serve.sparql;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Refusal.Position;

/// What is wrong with a query, and where: as a page shows it without a script.
///
/// @param sentence what is wrong
/// @param lines the line of the fault and those around it; none if the fault has no place
public record Fault(String sentence, List<Line> lines) {
  private static final int AROUND = 2;
  private static final Pattern WORD = Pattern.compile("\\S+|\\s?");

  /// A line of the query.
  ///
  /// @param number from 1
  /// @param wrong the word at the place of the fault; empty in any other line
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

  /// A query that breaks off has its fault behind the end: the last line then.
  private static List<Line> around(List<String> lines, Position at) {
    int wrong = Math.min(at.line(), lines.size());
    return IntStream.rangeClosed(
            Math.max(1, wrong - AROUND), Math.min(lines.size(), wrong + AROUND))
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
