package org.techrace.engine.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.techrace.mapping.Unpivot;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Item;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.Value;

/// A table with a row for each cell of some columns of another table. A cell without a value has no
/// row. The rows are computed while the other table is read.
///
/// @param unpivot the columns, and the names of the new ones
/// @param source the other table
record UnpivotTable(Unpivot unpivot, SourceTable source) implements SourceTable {
  /// A column that becomes rows.
  ///
  /// @param reference the reference to its cells
  /// @param name its name in the rows
  private record Column(String reference, Value name) {}

  /// The slots of the references to the name and to the value of a cell.
  private static final int NAME = -1;

  private static final int VALUE = -2;

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public long bytes() throws IOException {
    return source.bytes();
  }

  @Override
  public List<String> columns(Report report) throws IOException {
    List<String> columns = new ArrayList<>(source.columns(report));
    columns.removeIf(column -> unpivot.columns().matcher(column).find());
    columns.add(unpivot.nameField());
    columns.add(unpivot.valueField());
    return columns;
  }

  @Override
  public SourceRows open(List<Reference> references, Report report) throws IOException {
    List<String> all = source.columns(report);
    if (all.isEmpty()) {
      report.error(
          unpivot.at(),
          "%s has no columns; tool:unpivots needs a table with a header".formatted(name()));
      return SourceRows.NONE;
    }
    List<Column> columns = new ArrayList<>();
    for (String column : all) {
      Matcher matcher = unpivot.columns().matcher(column);
      if (matcher.find()) {
        @Nullable String name = matcher.groupCount() > 0 ? matcher.group(1) : column;
        columns.add(new Column(column, Value.text(name == null ? column : name)));
      }
    }
    if (columns.isEmpty()) {
      report.error(
          unpivot.at(),
          "no column of %s matches \"%s\"; the columns are %s"
              .formatted(name(), unpivot.columns().pattern(), String.join(", ", all)));
      return SourceRows.NONE;
    }
    return open(references, columns, report);
  }

  private SourceRows open(List<Reference> references, List<Column> columns, Report report)
      throws IOException {
    List<Reference> read = new ArrayList<>();
    int[] slots = new int[references.size()];
    for (int i = 0; i < slots.length; i++) {
      Reference reference = references.get(i);
      if (reference.text().equals(unpivot.nameField())) {
        slots[i] = NAME;
      } else if (reference.text().equals(unpivot.valueField())) {
        slots[i] = VALUE;
      } else {
        slots[i] = read.size();
        read.add(reference);
      }
    }
    int first = read.size();
    columns.forEach(column -> read.add(new Reference(column.reference, unpivot.at().toString())));
    return new CellRows(source.open(read, report), columns, first, slots);
  }

  private final class CellRows implements SourceRows {
    private final SourceRows rows;
    private final List<Column> columns;
    private final int first;
    private final int[] slots;
    private @Nullable Row current;
    private int next;

    /// @param first the slot of the first column in the rows of the source
    /// @param slots the slots of the references in these rows, [#NAME] or [#VALUE]
    CellRows(SourceRows rows, List<Column> columns, int first, int[] slots) {
      this.rows = rows;
      this.columns = columns;
      this.first = first;
      this.slots = slots;
    }

    @Override
    public @Nullable Row next() throws IOException {
      while (true) {
        Row row = current;
        if (row == null || next == columns.size()) {
          row = rows.next();
          current = row;
          next = 0;
          if (row == null) {
            return null;
          }
        }
        int column = next++;
        List<Value> values = row.values(first + column);
        if (!values.isEmpty()) {
          return new CellOfColumn(row, columns.get(column), values, slots, unpivot);
        }
      }
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

  private static final class CellOfColumn implements Row, Item {
    private final Row row;
    private final Column column;
    private final List<Value> values;
    private final int[] slots;
    private final Unpivot unpivot;

    CellOfColumn(Row row, Column column, List<Value> values, int[] slots, Unpivot unpivot) {
      this.row = row;
      this.column = column;
      this.values = values;
      this.slots = slots;
      this.unpivot = unpivot;
    }

    @Override
    public long line() {
      return row.line();
    }

    @Override
    public Place place(String table) {
      return new Place.InCell(row.place(table), column.reference);
    }

    @Override
    public long heapBytes() {
      return row.heapBytes();
    }

    @Override
    public List<Value> values(int slot) {
      return switch (slots[slot]) {
        case NAME -> List.of(column.name);
        case VALUE -> values;
        default -> row.values(slots[slot]);
      };
    }

    @Override
    public Item item() {
      return this;
    }

    @Override
    public List<Value> values(String reference) {
      if (reference.equals(unpivot.nameField())) {
        return List.of(column.name);
      }
      return reference.equals(unpivot.valueField()) ? values : row.item().values(reference);
    }

    @Override
    public List<Item> items(String iterator) {
      return row.item().items(iterator);
    }
  }
}
