package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.List;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Amount;
import org.techrace.serve.view.FirstPlace;
import org.techrace.serve.view.Line;

/// The bars of the figures of one time, and what they leave out.
final class FigureBars {
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
    String wholes = wholes(last.stream().filter(line -> !FigureLines.isRanked(line)).toList());
    if (!wholes.isEmpty()) {
      notes.add(wholes);
    }
    if (rows.size() < all) {
      notes.add(Reader.text("observations.first", rows.size(), all));
    }
    if (rows.stream().anyMatch(line -> line.number("value").isEmpty())) {
      notes.add(Reader.text("observations.bounds"));
    }
    return String.join("", notes).strip();
  }

  /// Returns a sentence that names the wholes that are left out; empty if there are none.
  static String wholes(List<Line> lines) {
    List<String> names = lines.stream().map(line -> line.text("series")).distinct().toList();
    return names.isEmpty() ? "" : Reader.text("observations.wholes", FirstPlace.some(names));
  }
}
