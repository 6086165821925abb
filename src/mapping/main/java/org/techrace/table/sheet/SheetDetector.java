package org.techrace.table.sheet;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Report;
import org.techrace.table.CellRow;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.TableRows;
import org.techrace.table.TextRow;
import org.techrace.table.Value;

/// Guesses where the tables of a sheet begin and end: the rows before its header, the rows of the
/// header, and the notes and totals after it. Only `init` uses it: a run reads a sheet as its
/// mapping says.
///
/// A header has two rows if a merged cell is above several names.
public final class SheetDetector {
  private static final int KEPT_ROWS = 500;
  private static final int MAX_FOOTER_ROWS = 30;

  /// The largest number of rows of a sheet that is searched for several tables.
  private static final int SEARCHED_ROWS = 10_000;

  /// Where a table is.
  ///
  /// @param table the table
  /// @param names the names in the header, for sheets with rows between header and values
  /// @param footer the texts of the rows after the table
  public record Detected(XlsxTable table, List<String> names, List<String> footer) {
    public Detected {
      names = List.copyOf(names);
      footer = List.copyOf(footer);
    }
  }

  private SheetDetector() {}

  /// Guesses where the tables of a sheet are.
  ///
  /// @param table the sheet; its extent is not used
  /// @param skipRows the number of rows before the header, if it is known; the sheet has one table
  ///   then
  /// @param headerRows the number of rows of the header, if it is known
  public static List<Detected> of(
      XlsxTable table, Optional<Integer> skipRows, Optional<Integer> headerRows)
      throws IOException {
    List<SheetArea> areas = skipRows.isPresent() ? List.of() : areas(table);
    if (areas.isEmpty()) {
      return List.of(of(table, SheetArea.whole(""), skipRows, headerRows));
    }
    List<Detected> found = new ArrayList<>();
    for (SheetArea area : areas) {
      found.add(of(table.ofRange(area.range()), area, Optional.empty(), headerRows));
    }
    return found;
  }

  /// Returns the areas of the tables of a sheet, or an empty list if it has at most one.
  private static List<SheetArea> areas(XlsxTable table) throws IOException {
    List<TextRow> rows = new ArrayList<>();
    XlsxTable cells = table.with(new XlsxTable.Extent(0, 0, 0));
    try (SourceRows all = cells.openUnmerged(new Report())) {
      for (@Nullable Row row = all.next(); row != null; row = all.next()) {
        rows.add(texts((CellRow) row));
        if (rows.size() > SEARCHED_ROWS) {
          return List.of();
        }
      }
    }
    return SheetBlocks.of(table.sheet().map(Reference::text).orElse(""), rows);
  }

  private static Detected of(
      XlsxTable table, SheetArea area, Optional<Integer> skipRows, Optional<Integer> headerRows)
      throws IOException {
    List<TextRow> first = new ArrayList<>();
    Deque<TextRow> last = new ArrayDeque<>();
    XlsxTable cells = table.with(new XlsxTable.Extent(skipRows.orElse(0), 0, 0));
    try (SourceRows rows = cells.openUnmerged(new Report())) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        TextRow texts = texts((CellRow) row);
        if (first.size() < KEPT_ROWS) {
          first.add(texts);
        }
        last.add(texts);
        if (last.size() > MAX_FOOTER_ROWS) {
          last.remove();
        }
      }
    }
    MergedCells merged =
        first.isEmpty()
            ? new MergedCells()
            : merged(table).ofColumns(area.firstColumn(), area.lastColumn());
    first.replaceAll(row -> extended(row, merged));
    Columns columns = columns(first);
    TableRows.Extent found =
        new TableRows(
                first.stream().map(columns::of).toList(),
                last.stream().map(row -> columns.of(extended(row, merged))).toList(),
                Map.of(columns.width(), first.size()))
            .extent();
    XlsxTable.Extent extent =
        new XlsxTable.Extent(
            found.skipRows(), headerRows.orElse(found.headerRows()), found.footer().size());
    if (headerRows.isEmpty() && !first.isEmpty()) {
      extent = withMergedHeader(extent, first, columns.width(), merged);
    }
    int before = Math.max(0, extent.skipRows() - (int) (area.firstRow() - 1));
    boolean isNamed = headerRows.isEmpty() && skipRows.isEmpty() && columns.left() == 0;
    return new Detected(
        table.with(
            new XlsxTable.Extent(
                skipRows.orElse(before), extent.headerRows(), extent.footerRows())),
        isNamed ? found.names() : List.of(),
        found.footer().stream().map(TableRows::shortText).toList());
  }

  /// The columns of the table: those from the first to the last one with two texts or more.
  ///
  /// @param left the index of the first one
  private record Columns(int left, int width) {
    /// Returns the cells of a row from the first column on. A row of several texts that is one cell
    /// shorter than the table gets that cell; shorter rows can be notes.
    TextRow of(TextRow row) {
      List<String> cells =
          new ArrayList<>(
              row.cells().subList(Math.min(left, row.cells().size()), row.cells().size()));
      if (cells.isEmpty() || (row.filled() > 1 && cells.size() == width - 1)) {
        cells.add("");
      }
      return new TextRow(row.line(), cells);
    }
  }

  /// Returns the texts of a row, without empty cells at its end.
  private static TextRow texts(CellRow row) {
    List<String> texts =
        new ArrayList<>(
            row.cells().stream()
                .map(cell -> cell.stream().map(Value::text).collect(Collectors.joining()))
                .toList());
    while (!texts.isEmpty() && texts.getLast().isBlank()) {
      texts.removeLast();
    }
    return new TextRow(row.line(), texts);
  }

  /// Returns a row of several texts with empty cells up to its last merged cell.
  private static TextRow extended(TextRow row, MergedCells merged) {
    int end = row.filled() > 1 ? merged.end(row.line()) : 0;
    if (end <= row.cells().size()) {
      return row;
    }
    List<String> cells = new ArrayList<>(row.cells());
    cells.addAll(Collections.nCopies(end - cells.size(), ""));
    return new TextRow(row.line(), cells);
  }

  private static Columns columns(List<TextRow> rows) {
    Map<Integer, Integer> texts = new TreeMap<>();
    for (TextRow row : rows) {
      for (int i = 0; i < row.cells().size(); i++) {
        texts.merge(i, row.cells().get(i).isBlank() ? 0 : 1, Integer::sum);
      }
    }
    List<Integer> used =
        texts.entrySet().stream()
            .filter(column -> column.getValue() > 1)
            .map(Map.Entry::getKey)
            .toList();
    return used.isEmpty()
        ? new Columns(0, 1)
        : new Columns(used.getFirst(), used.getLast() - used.getFirst() + 1);
  }

  private static MergedCells merged(XlsxTable table) throws IOException {
    try {
      return table.mergedCells();
    } catch (XMLStreamException _) {
      // Reported when the sheet is read.
      return new MergedCells();
    }
  }

  /// Adds a second row to a header of one row if a merged cell is above several of its names, or
  /// several names are below one of its merged cells.
  private static XlsxTable.Extent withMergedHeader(
      XlsxTable.Extent extent, List<TextRow> rows, int width, MergedCells merged) {
    int header = 0;
    while (header < rows.size() - 1 && rows.get(header).line() <= extent.skipRows()) {
      header++;
    }
    if (extent.headerRows() != 1) {
      return extent;
    }
    TextRow names = rows.get(header);
    if (header + 1 < rows.size()
        && isBelow(names, rows.get(header + 1))
        && merged.isAbove(names.line(), rows.get(header + 1).cells(), width)) {
      return new XlsxTable.Extent(extent.skipRows(), 2, extent.footerRows());
    }
    if (header > 0 && isBelow(rows.get(header - 1), names)) {
      TextRow upper = rows.get(header - 1);
      if (upper.filled() > 1 && merged.isAbove(upper.line(), names.cells(), width)) {
        return new XlsxTable.Extent((int) upper.line() - 1, 2, extent.footerRows());
      }
    }
    return extent;
  }

  private static boolean isBelow(TextRow upper, TextRow lower) {
    return lower.line() == upper.line() + 1;
  }
}
