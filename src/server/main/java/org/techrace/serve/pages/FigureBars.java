package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Amount;
import org.techrace.serve.view.Line;

/// The bars of the figures of one time, and what they leave out.
final class FigureBars {
  /// How many of the wholes that bars leave out are named.
  private static final int WHOLES = 4;

  private FigureBars() {}

  static Amount amount(Line line) {
    return new Amount(
        line.first("series").orElseThrow(),
        line.number("value"),
        line.number("lower"),
        line.number("upper"));
  }

  /// Returns what bars leave out, and what the pale ones are.
  ///
  /// @param last the figures of that time, with wholes
  static String note(List<Line> rows, int all, List<Line> last) {
    List<String> notes = new ArrayList<>();
    List<String> wholes =
        last.stream()
            .filter(line -> !FigureLines.isRanked(line))
            .map(line -> line.text("series"))
            .distinct()
            .toList();
    if (!wholes.isEmpty()) {
      String some =
          wholes.stream().limit(WHOLES).collect(Collectors.joining(Reader.text("answer.and")));
      notes.add(Reader.text("observations.wholes", wholes.size() > WHOLES ? some + " …" : some));
    }
    if (rows.size() < all) {
      notes.add(Reader.text("observations.first", rows.size(), all));
    }
    if (rows.stream().anyMatch(line -> line.number("value").isEmpty())) {
      notes.add(Reader.text("observations.bounds"));
    }
    return String.join("", notes).strip();
  }
}
