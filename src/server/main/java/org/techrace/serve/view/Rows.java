package org.techrace.serve.view;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.entity.Term;

/// The first rows of an answer as text in a picture, for answers that no other drawing suits.
///
/// @param heads the headings of the columns
/// @param rows the rows by cell
public record Rows(List<String> heads, List<List<String>> rows) implements Drawing {
  private static final int WIDTH = 680;
  private static final int ROW = 24;
  private static final int MOST_COLUMNS = 4;
  private static final double CHARACTER = 7;

  /// Takes the first rows and columns of an answer.
  ///
  /// @param first the columns to take first
  /// @param rows the rows by cell; a cell may have several terms
  /// @param most the most rows
  public static Rows of(
      List<String> columns, List<String> first, List<List<List<Term>>> rows, int most) {
    List<Integer> places =
        Stream.concat(first.stream(), columns.stream())
            .map(columns::indexOf)
            .filter(place -> place >= 0)
            .distinct()
            .limit(MOST_COLUMNS)
            .toList();
    return new Rows(
        places.stream().map(columns::get).map(Shown::heading).toList(),
        rows.stream()
            .limit(most)
            .map(row -> places.stream().map(row::get).map(Rows::text).toList())
            .toList());
  }

  private static String text(List<Term> cell) {
    return cell.stream().map(Shown::brief).collect(Collectors.joining("; "));
  }

  /// Returns the left end of a column.
  public int left(int column) {
    return column * WIDTH / Math.max(1, heads.size());
  }

  /// Returns the baseline of a row; that of the headings for -1.
  public int baseline(int row) {
    return (row + 1) * ROW + 16;
  }

  /// Returns a text, shortened to the width of a column.
  public String shortened(String text) {
    int column = WIDTH / Math.max(1, heads.size());
    return Shown.shortened(text, (int) (column / CHARACTER) - 1);
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return (rows.size() + 1) * ROW + 4;
  }
}
