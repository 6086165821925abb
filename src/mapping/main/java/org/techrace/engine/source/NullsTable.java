package org.techrace.engine.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
import org.techrace.table.Utf8Row;
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

  /// The texts, also as bytes.
  private static final class Nulls {
    private final Set<String> texts;
    private final byte[][] bytes;

    Nulls(Set<String> texts) {
      this.texts = texts;
      this.bytes =
          texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    boolean contain(byte[] array, long span) {
      int from = Utf8Row.from(span);
      int to = Utf8Row.to(span);
      for (byte[] none : bytes) {
        if (Arrays.equals(array, from, to, none, 0, none.length)) {
          return true;
        }
      }
      return false;
    }

    /// Returns a row without the values that mean "no value".
    @Nullable Row without(@Nullable Row row) {
      if (row == null) {
        return null;
      }
      return row instanceof Utf8Row utf8
          ? new Utf8RowWithoutNulls(utf8, this)
          : new RowWithoutNulls(row, texts);
    }
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public String nameOfCells() {
    return source.nameOfCells();
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
    Nulls noValue = new Nulls(nulls);
    return new SourceRows() {
      @Override
      public @Nullable Row next() throws IOException {
        return noValue.without(rows.next());
      }

      @Override
      public @Nullable RowBatch nextBatch() throws IOException {
        RowBatch batch = rows.nextBatch();
        return batch == null ? null : new BatchWithoutNulls(batch, noValue);
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

  private record BatchWithoutNulls(RowBatch batch, Nulls nulls) implements RowBatch {
    @Override
    public @Nullable Row next() throws IOException {
      return nulls.without(batch.next());
    }

    @Override
    public long heapBytes() {
      return batch.heapBytes();
    }
  }

  private record Utf8RowWithoutNulls(Utf8Row row, Nulls nulls) implements Utf8Row {
    @Override
    public byte[] array() {
      return row.array();
    }

    @Override
    public long span(int slot) {
      long span = row.span(slot);
      return span >= 0 && nulls.contain(row.array(), span) ? NO_VALUE : span;
    }

    @Override
    public int count(int slot) {
      int count = row.count(slot);
      for (int i = 0; i < count; i++) {
        if (nulls.contain(row.array(), row.span(slot, i))) {
          return count == 1 ? 0 : UNCOUNTED;
        }
      }
      return count;
    }

    @Override
    public long span(int slot, int index) {
      return row.span(slot, index);
    }

    @Override
    public Value.Kind kind(int slot, int index) {
      return row.kind(slot, index);
    }

    @Override
    public long line() {
      return row.line();
    }

    @Override
    public Place place(String name) {
      return row.place(name);
    }

    @Override
    public List<Value> values(int slot) {
      return NullsTable.without(nulls.texts, row.values(slot));
    }

    @Override
    public List<Value> rawValues(int slot) {
      return row.rawValues(slot);
    }

    @Override
    public long heapBytes() {
      return row.heapBytes();
    }

    @Override
    public Item item() {
      return new ItemWithoutNulls(row.item(), nulls.texts);
    }
  }

  private record RowWithoutNulls(Row row, Set<String> nulls) implements Row {
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
    public List<Value> rawValues(int slot) {
      return row.rawValues(slot);
    }

    @Override
    public boolean isRepeated(int slot) {
      return row.isRepeated(slot);
    }

    @Override
    public boolean hasCell(int slot) {
      return row.hasCell(slot);
    }

    @Override
    public Optional<String> passedOver(int slot) {
      return row.passedOver(slot);
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
