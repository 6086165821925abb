package org.techrace.engine.source;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Item;
import org.techrace.table.Presence;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.RowBatch;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.TablePart;
import org.techrace.table.Value;

/// A table without the values that mean "no value" (`rml:null`), for formats whose reader does not
/// leave them out itself.
///
/// @param source the table
/// @param nulls the texts of these values
record NullsTable(SourceTable source, Set<String> nulls) implements SourceTable {
  NullsTable {
    nulls = Set.copyOf(nulls);
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public List<String> columns(Report report) throws IOException {
    return source.columns(report);
  }

  @Override
  public long bytes() throws IOException {
    return source.bytes();
  }

  @Override
  public List<TablePart> parts(List<Reference> references, long bytes) throws IOException {
    return source.parts(references, bytes);
  }

  @Override
  public SourceTable part(TablePart part) {
    return new NullsTable(source.part(part), nulls);
  }

  @Override
  public SourceRows open(List<Reference> references, Report report) throws IOException {
    SourceRows rows = source.open(references, report);
    return new SourceRows() {
      @Override
      public @Nullable Row next() throws IOException {
        return RowWithoutNulls.of(rows.next(), nulls);
      }

      @Override
      public @Nullable RowBatch nextBatch() throws IOException {
        RowBatch batch = rows.nextBatch();
        return batch == null ? null : new BatchWithoutNulls(batch, nulls);
      }

      @Override
      public long bytesRead() {
        return rows.bytesRead();
      }

      @Override
      public Optional<Presence> presence() {
        return rows.presence();
      }

      @Override
      public void close() throws IOException {
        rows.close();
      }
    };
  }

  private static List<Value> without(Set<String> nulls, List<Value> values) {
    return values.stream().anyMatch(value -> nulls.contains(value.text()))
        ? values.stream().filter(value -> !nulls.contains(value.text())).toList()
        : values;
  }

  private record BatchWithoutNulls(RowBatch batch, Set<String> nulls) implements RowBatch {
    @Override
    public @Nullable Row next() throws IOException {
      return RowWithoutNulls.of(batch.next(), nulls);
    }

    @Override
    public long heapBytes() {
      return batch.heapBytes();
    }
  }

  private record RowWithoutNulls(Row row, Set<String> nulls) implements Row {
    static @Nullable Row of(@Nullable Row row, Set<String> nulls) {
      return row == null ? null : new RowWithoutNulls(row, nulls);
    }

    @Override
    public long line() {
      return row.line();
    }

    @Override
    public Place place(String table) {
      return row.place(table);
    }

    @Override
    public List<Value> values(int slot) {
      return without(nulls, row.values(slot));
    }

    @Override
    public long heapBytes() {
      return row.heapBytes();
    }

    @Override
    public Item item() {
      return new ItemWithoutNulls(row.item(), nulls);
    }
  }

  private record ItemWithoutNulls(Item item, Set<String> nulls) implements Item {
    @Override
    public List<Value> values(String reference) {
      return without(nulls, item.values(reference));
    }

    @Override
    public List<Item> items(String iterator) {
      return item.items(iterator).stream()
          .<Item>map(part -> new ItemWithoutNulls(part, nulls))
          .toList();
    }
  }
}
