package org.techrace.serve.view;

import java.util.List;
import java.util.stream.Collectors;
import org.techrace.entity.Term;

/// Flows between things in two or three columns (a Sankey diagram). Variables: `?from`, `?to` and
/// `?value`; optional `?through` for a column in between, `?flow` to tell equal flows apart, and
/// `?unit`. The width of a band is its value. A thing has a bar with the sum of its flows only in a
/// column whose values add up; elsewhere its bands are drawn apart. Flows with values in several
/// units are not drawn.
///
/// @param places the things
/// @param bands the largest flows
/// @param unit the unit of all values, or empty
/// @param height the height of the drawing
/// @param size the number of all flows
public record Flows(List<Place> places, List<Band> bands, String unit, int height, int size)
    implements View, Drawing {
  static final int WIDTH = 900;

  /// The width of the bar of a thing.
  public static final int BAR = 8;

  private static final int MAX_LABEL = 30;

  /// A thing in a column.
  ///
  /// @param bar true if it has a bar: its bands are not apart
  /// @param side where its name is: `up` left of it, `axis` above it, or empty for right of it
  /// @param x the left edge
  /// @param y the top
  /// @param length the height of its bar
  /// @param number its value if it has one flow or its values add up, otherwise empty
  /// @param token the class of its colour
  public record Place(
      Term thing,
      boolean bar,
      String side,
      double x,
      double y,
      double length,
      String number,
      String token) {
    /// Returns the position of its name.
    public double textX() {
      return switch (side) {
        case "up" -> x - 6;
        case "axis" -> x + BAR / 2.0;
        default -> x + BAR + 6;
      };
    }

    /// Returns the baseline of its name.
    public double textY() {
      return side.equals("axis") ? y - 4 : y + length / 2 + 4;
    }

    /// Returns its name, shortened to at most 30 characters, and its value.
    public String text() {
      return (Shown.shortened(thing.text(), MAX_LABEL) + " " + number).strip();
    }
  }

  /// A flow.
  ///
  /// @param things the things that it connects
  /// @param value its value
  /// @param path its outline in the syntax of SVG
  /// @param token the class of its colour
  public record Band(List<Term> things, double value, String path, String token) {
    /// Returns the flow in words.
    public String title() {
      return things.stream().map(Term::text).collect(Collectors.joining(" → "))
          + ": "
          + Shown.compact(value);
    }
  }

  /// Returns the number of flows that are too small to be drawn.
  public int rest() {
    return size - bands.size();
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public boolean isEmpty() {
    return bands.isEmpty();
  }
}
