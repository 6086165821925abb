package org.techrace.serve.pages;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.techrace.serve.view.Bars;
import org.techrace.serve.view.Drawing;
import org.techrace.serve.view.Neighbourhood;
import org.techrace.serve.view.Plot;
import org.techrace.serve.view.Shown;

/// The layout of a picture that is saved: title and notes above the drawing, sources and release
/// below it.
///
/// @param drawing the drawing
/// @param lines the texts above and below it
/// @param keys the legend
/// @param top the height at which the drawing starts
/// @param height the whole height
public record Picture(Drawing drawing, List<TextLine> lines, List<Key> keys, int top, int height) {
  public static final int MARGIN = 16;
  private static final int TITLE_HEIGHT = 24;
  private static final int LINE_HEIGHT = 17;
  private static final double TITLE_CHARACTER = 10;
  private static final double CHARACTER = 6.6;
  private static final int MAX_LABEL = 38;

  /// A line of text.
  ///
  /// @param token its class in the stylesheet of pictures
  /// @param y its baseline
  public record TextLine(String text, String token, int y) {}

  /// An entry of the legend.
  ///
  /// @param token the class of its colour
  /// @param y the baseline of its text
  public record Key(String text, String token, int y) {}

  /// Lays out a picture.
  ///
  /// @param title the title
  /// @param notes lines below the title, such as the unit; empty ones are omitted
  /// @param drawing the drawing
  /// @param foot lines below the drawing
  static Picture of(String title, List<String> notes, Drawing drawing, List<String> foot) {
    List<TextLine> lines = new ArrayList<>();
    int y = MARGIN;
    for (String line : broken(title, drawing.width() / TITLE_CHARACTER)) {
      y += TITLE_HEIGHT;
      lines.add(new TextLine(line, "title", y - 6));
    }
    for (String note : notes) {
      for (String line : broken(note, drawing.width() / CHARACTER)) {
        y += LINE_HEIGHT;
        lines.add(new TextLine(line, "note", y - 2));
      }
    }
    y += 6;
    List<Key> keys = new ArrayList<>();
    for (Key key : keys(drawing)) {
      y += LINE_HEIGHT;
      keys.add(new Key(key.text(), key.token(), y - 2));
    }
    y += 8;
    int top = y;
    y += drawing.height() + 8;
    for (String text : foot) {
      for (String line : broken(text, drawing.width() / CHARACTER)) {
        y += LINE_HEIGHT;
        lines.add(new TextLine(line, "note", y - 2));
      }
    }
    return new Picture(drawing, lines, keys, top, y + MARGIN);
  }

  private static List<Key> keys(Drawing drawing) {
    if (drawing instanceof Plot plot && plot.hasLegend() && !plot.hasLabels()) {
      return plot.series().stream().map(s -> new Key(s.name().text(), s.token(), 0)).toList();
    }
    if (drawing instanceof Bars bars && bars.series().size() > 1) {
      return bars.series().stream().map(s -> new Key(s.text(), bars.token(s), 0)).toList();
    }
    if (drawing instanceof Neighbourhood graph) {
      return graph.classes().stream()
          .map(type -> new Key(type.text(), graph.token(type), 0))
          .toList();
    }
    return List.of();
  }

  /// Breaks a text into lines of at most about a width in characters, between words and between
  /// Chinese characters.
  private static List<String> broken(String text, double width) {
    List<String> lines = new ArrayList<>();
    BreakIterator parts = BreakIterator.getLineInstance(Locale.ROOT);
    String words = text.strip().replaceAll("\\s+", " ");
    parts.setText(words);
    int start = 0;
    int end = parts.next();
    for (int next = parts.next(); next != BreakIterator.DONE; next = parts.next()) {
      if (Shown.width(words.substring(start, next)) > width) {
        lines.add(words.substring(start, end).strip());
        start = end;
      }
      end = next;
    }
    if (end > start) {
      lines.add(words.substring(start, end).strip());
    }
    return lines;
  }

  /// Returns the whole width.
  public int width() {
    return drawing.width() + 2 * MARGIN;
  }

  /// Returns a label of a bar, shortened to the room it has.
  public static String shortened(String label) {
    return Shown.shortened(label, MAX_LABEL);
  }
}
