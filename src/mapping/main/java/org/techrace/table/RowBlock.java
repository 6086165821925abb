package org.techrace.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Rows of a file or sheet without an empty row between them.
///
/// @param rows the rows with a value, in their order
/// @param firstColumn the first column with a value, from 0
/// @param lastColumn the last one
public record RowBlock(List<TextRow> rows, int firstColumn, int lastColumn) {
  /// The largest number of rows between the start of a block and its names.
  private static final int MAX_TITLE_ROWS = 3;

  private static final int SAMPLE_ROWS = 100;

  /// The number of rows that show whether a block is a table.
  public static final int ENOUGH_ROWS = MAX_TITLE_ROWS + SAMPLE_ROWS;

  /// A short mark without more than three letters, or an error of a formula.
  private static final Pattern NULL_MARK =
      Pattern.compile("#[A-Z/0]+[!?]?|(?=.{1,5}$)[^\\p{L}]*(\\p{L}[^\\p{L}]*){0,3}");

  public RowBlock {
    rows = List.copyOf(rows);
  }

  /// Returns the block of some rows with all their columns that have a value.
  public static RowBlock of(List<TextRow> rows) {
    Set<Integer> used = new HashSet<>();
    for (TextRow row : rows) {
      for (int i = 0; i < row.cells().size(); i++) {
        if (!row.cells().get(i).isBlank()) {
          used.add(i);
        }
      }
    }
    return new RowBlock(
        rows,
        used.stream().mapToInt(n -> n).min().orElse(0),
        used.stream().mapToInt(n -> n).max().orElse(0));
  }

  /// Returns the rows that begin after an empty row and look like the names of another table below
  /// the first one. A header that repeats that of the first table begins no other.
  ///
  /// @param blocks the blocks of a file, in their order, each with enough of its rows
  public static List<TextRow> otherTables(List<RowBlock> blocks) {
    List<TextRow> starts = new ArrayList<>();
    Optional<RowBlock> first = Optional.empty();
    for (RowBlock block : blocks) {
      if (first.isEmpty()) {
        first = Optional.of(block).filter(RowBlock::isTable);
      } else if ((block.isTable() || block.isUnlike(first.get()))
          && !block.header().equals(first.get().header())) {
        starts.add(block.rows.getFirst());
      }
    }
    return starts;
  }

  private List<String> header() {
    return rows.getFirst().cells();
  }

  /// Returns true if this cannot be a part of a table above it: it begins with names, has a column
  /// of texts below numbers or dates of the table, and no number or date below any.
  public boolean isUnlike(RowBlock table) {
    if (rows.size() < 2 || !areNames(0)) {
      return false;
    }
    List<Integer> typed =
        IntStream.rangeClosed(table.firstColumn, table.lastColumn)
            .filter(column -> isTyped(table.cells(1, column)))
            .boxed()
            .toList();
    return typed.stream().noneMatch(column -> cells(0, column).stream().anyMatch(RowBlock::isTyped))
        && typed.stream()
            .anyMatch(
                column ->
                    IntStream.range(0, rows.size()).noneMatch(row -> cell(row, column).isEmpty()));
  }

  /// Returns the texts of a column from a row on.
  private List<String> cells(int row, int column) {
    return IntStream.range(row, rows.size())
        .mapToObj(r -> cell(r, column))
        .filter(cell -> !cell.isEmpty())
        .toList();
  }

  /// Returns true if more than half of the texts are numbers or dates.
  private static boolean isTyped(List<String> cells) {
    return cells.stream().filter(RowBlock::isTyped).count() * 2 > cells.size();
  }

  private static boolean isTyped(String cell) {
    return CellKind.of(cell) != CellKind.TEXT;
  }

  /// Returns a block with the same rows and other columns.
  public RowBlock ofColumns(int first, int last) {
    return new RowBlock(rows, first, last);
  }

  private String cell(int row, int column) {
    return rows.get(row).cellOrEmpty(column).strip();
  }

  public boolean isEmptyColumn(int column) {
    return IntStream.range(0, rows.size()).allMatch(row -> cell(row, column).isEmpty());
  }

  /// Returns true if a row of different names is above a column of numbers or dates.
  public boolean isTable() {
    return IntStream.range(0, Math.min(MAX_TITLE_ROWS, rows.size() - 1))
        .anyMatch(row -> areNames(row) && hasValuesBelow(row));
  }

  private boolean areNames(int row) {
    List<String> names =
        IntStream.rangeClosed(firstColumn, lastColumn)
            .mapToObj(column -> cell(row, column))
            .filter(cell -> !cell.isEmpty())
            .toList();
    return names.size() > 1
        && new HashSet<>(names).size() == names.size()
        && CellKind.of(names.getFirst()) == CellKind.TEXT
        && names.stream().allMatch(RowBlock::isName);
  }

  private boolean hasValuesBelow(int row) {
    int end = Math.min(rows.size(), row + 1 + SAMPLE_ROWS);
    return IntStream.rangeClosed(firstColumn, lastColumn)
        .filter(column -> !cell(row, column).isEmpty())
        .anyMatch(
            column -> {
              List<String> below =
                  IntStream.range(row + 1, end)
                      .mapToObj(r -> cell(r, column))
                      .filter(cell -> !cell.isEmpty())
                      .toList();
              List<String> texts =
                  below.stream().filter(cell -> CellKind.of(cell) == CellKind.TEXT).toList();
              return !below.isEmpty()
                  && texts.size() * 2 <= below.size()
                  && texts.stream().allMatch(RowBlock::mayMeanMissing);
            });
  }

  /// Returns true for a mark that can mean "no value" among numbers, such as `-`, `n/a` or `#REF!`.
  private static boolean mayMeanMissing(String cell) {
    return NULL_MARK.matcher(cell).matches();
  }

  private static boolean isName(String cell) {
    CellKind kind = CellKind.of(cell);
    return kind == CellKind.TEXT || cell.matches("(1[5-9]|20|21)\\d\\d");
  }
}
