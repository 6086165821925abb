package org.techrace.engine.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.Value;

/// A table with a row for each cell of some columns of another table. A cell without a value has no
/// row. The rows are computed while the other table is read.
///
/// @param at the place in findings about the columns
/// @param pattern the regular expression that a part of the name of a column matches; the name in
///   the rows is the first group, if the pattern has one
/// @param nameField the reference to the name of the column
/// @param valueField the reference to the value of the cell
/// @param source the other table
public record UnpivotTable(
    Place at, String pattern, String nameField, String valueField, SourceTable source)
    implements SourceTable {
  /// A column that becomes rows.
  ///
  /// @param reference the reference to its cells
  /// @param name its name in the rows
  private record Column(String reference, List<Value> name) {}

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public String nameOfCells() {
    return source.nameOfCells();
  }

  @Override
  public long bytes() throws IOException {
    return source.bytes();
  }

  @Override
  public List<String> columns(Report report) throws IOException {
    List<String> columns = new ArrayList<>(source.columns(report));
    columns.removeIf(Pattern.compile(pattern).asPredicate());
    columns.add(nameField);
    columns.add(valueField);
    return columns;
  }

  @Override
  public SourceRows open(List<Reference> references, Report report) throws IOException {
    List<String> all = source.columns(report);
    if (all.isEmpty()) {
      report.error(
          at, "%s has no columns; tool:unpivots needs a table with a header".formatted(name()));
      return SourceRows.NONE;
    }
    Pattern compiled = Pattern.compile(pattern);
    List<Column> columns = new ArrayList<>();
    for (String column : all) {
      Matcher matcher = compiled.matcher(column);
      if (matcher.find()) {
        @Nullable String name = matcher.groupCount() > 0 ? matcher.group(1) : column;
        columns.add(new Column(column, List.of(Value.text(name == null ? column : name))));
      }
    }
    if (columns.isEmpty()) {
      report.error(
          at,
          "no column of %s matches \"%s\"; the columns are %s"
              .formatted(name(), pattern, String.join(", ", all)));
      return SourceRows.NONE;
    }
    return open(references, columns, report);
  }

  private SourceRows open(List<Reference> references, List<Column> columns, Report report)
      throws IOException {
    AddedColumns added = new AddedColumns(List.of(nameField, valueField), references);
    List<Reference> read = new ArrayList<>(added.others());
    int first = read.size();
    columns.forEach(column -> read.add(new Reference(column.reference, at.toString())));
    return new CellRows(source.open(read, report), columns, read, first, added, report);
  }

  private static final class CellRows implements SourceRows {
    private final SourceRows rows;
    private final List<Column> columns;
    private final List<Reference> read;
    private final int first;
    private final AddedColumns added;
    private final Report report;
    private @Nullable Row current;
    private boolean hasValue;
    private int next;

    /// @param read the references to the source
    /// @param first the slot of the first column in the rows of the source
    /// @param added the name and the value of the cell
    /// @param report receives the cells without a value
    CellRows(
        SourceRows rows,
        List<Column> columns,
        List<Reference> read,
        int first,
        AddedColumns added,
        Report report) {
      this.rows = rows;
      this.columns = columns;
      this.read = read;
      this.first = first;
      this.added = added;
      this.report = report;
    }

    @Override
    public @Nullable Row next() throws IOException {
      while (true) {
        Row row = current;
        if (row == null || next == columns.size()) {
          if (row != null && !hasValue) {
            for (int slot = 0; slot < first; slot++) {
              leaveOut(row, slot, read.get(slot).text());
            }
          }
          row = rows.next();
          current = row;
          hasValue = false;
          next = 0;
          if (row == null) {
            return null;
          }
        }
        int column = next++;
        if (row.values(first + column).isEmpty()) {
          leaveOut(row, first + column, added.name(1));
        } else {
          hasValue = true;
          return new CellOfColumn(added, row, columns.get(column), first + column);
        }
      }
    }

    private void leaveOut(Row row, int slot, String reference) {
      List<Value> raw = row.rawValues(slot);
      report.leaveOut(
          new Report.LeftOut(
              reference,
              raw.isEmpty() ? "" : raw.getFirst().text(),
              row.line(),
              row.values(slot).isEmpty()));
    }

    @Override
    public long bytesRead() {
      return rows.bytesRead();
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }

  private static final class CellOfColumn extends AddedColumns.ExtendedRow {
    private final Column column;
    private final int slot;

    /// @param slot the slot of the cell in the rows of the source
    CellOfColumn(AddedColumns columns, Row row, Column column, int slot) {
      super(columns, row, List.of(column.name, row.values(slot)));
      this.column = column;
      this.slot = slot;
    }

    @Override
    boolean isRepeatedIn(Row of, int index) {
      return index == 1 && of.isRepeated(slot);
    }

    @Override
    Place place(Row of, String table) {
      return new Place.InCell(of.place(table), column.reference);
    }
  }
}
