package org.techrace.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.techrace.export.ReleaseTable.Column;
import org.techrace.export.ReleaseTable.Kind;

/// Writes a table as [Parquet](https://github.com/apache/parquet-format): plain values, compressed
/// with gzip, in groups of 50,000 rows. A column for several values has lists. The same table gives
/// the same bytes.
public final class ParquetTable implements TableWriter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int GROUP_ROWS = 50_000;

  private final String name;
  private final List<Column> columns;
  private final OutputStream out;
  private final List<ParquetFooter.Group> groups = new ArrayList<>();
  private final List<List<List<String>>> rows = new ArrayList<>();
  private long position;

  /// Writes the first bytes of a table of a release.
  ///
  /// @param out is not closed
  public ParquetTable(ReleaseTable table, OutputStream out) throws IOException {
    this(table.name(), table.columns(), out);
  }

  private ParquetTable(String name, List<Column> columns, OutputStream out) throws IOException {
    this.name = name;
    this.columns = columns;
    this.out = out;
    put(MAGIC);
  }

  /// Writes a table. Does not close the stream.
  ///
  /// @param name the name of the table
  /// @param columns its columns
  /// @param rows the values of the cells of each row, as in [TableWriter#row]
  public static void write(
      String name, List<Column> columns, Iterator<List<List<String>>> rows, OutputStream out)
      throws IOException {
    ParquetTable table = new ParquetTable(name, columns, out);
    while (rows.hasNext()) {
      table.row(rows.next());
    }
    table.end();
  }

  @Override
  public void row(List<List<String>> cells) throws IOException {
    rows.add(cells);
    if (rows.size() == GROUP_ROWS) {
      group();
    }
  }

  @Override
  public void end() throws IOException {
    if (!rows.isEmpty()) {
      group();
    }
    byte[] footer = ParquetFooter.of(name, columns, groups);
    put(footer);
    put(little(footer.length));
    put(MAGIC);
    out.flush();
  }

  private void group() throws IOException {
    List<ParquetFooter.Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      Page page = column.several() ? lists(column, i, rows) : page(column, i, rows);
      byte[] packed = packed(page.bytes);
      long start = position;
      byte[] header = ParquetFooter.pageHeader(page.values, page.bytes.size(), packed.length);
      put(header);
      put(packed);
      chunks.add(
          new ParquetFooter.Chunk(
              column,
              start,
              page.values,
              header.length + page.bytes.size(),
              header.length + packed.length));
    }
    groups.add(new ParquetFooter.Group(rows.size(), chunks));
    rows.clear();
  }

  /// A page of a column.
  ///
  /// @param values the number of its values; a row without one counts
  private record Page(int values, ByteArrayOutputStream bytes) {}

  /// Levels in runs of equal ones (Parquet format, "Run Length Encoding"). All are less than 256.
  private static final class Levels {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int level;
    private int length;

    void add(int next) {
      if (length > 0 && next != level) {
        run();
      }
      level = next;
      length++;
    }

    /// Writes a run: its length as a variable-length integer, shifted by one bit, then the level.
    private void run() {
      int rest = length << 1;
      while (rest > 0x7f) {
        bytes.write((rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      bytes.write(rest);
      bytes.write(level);
      length = 0;
    }

    /// Writes the length of the levels in bytes, and the levels.
    void writeTo(ByteArrayOutputStream page) throws IOException {
      run();
      page.write(little(bytes.size()));
      bytes.writeTo(page);
    }
  }

  /// Returns a page of single values: which rows have one, then the values.
  private static Page page(Column column, int index, List<List<List<String>>> rows)
      throws IOException {
    Levels defined = new Levels();
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    for (List<List<String>> row : rows) {
      String value = row.get(index).isEmpty() ? "" : row.get(index).getFirst();
      defined.add(value.isEmpty() ? 0 : 1);
      if (!value.isEmpty()) {
        value(column.kind(), value, values);
      }
    }
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    defined.writeTo(page);
    values.writeTo(page);
    return new Page(rows.size(), page);
  }

  /// Returns a page of lists: which values continue a list, which rows and elements have a value,
  /// then the values. A row without values has no list.
  private static Page lists(Column column, int index, List<List<List<String>>> rows)
      throws IOException {
    Levels repeated = new Levels();
    Levels defined = new Levels();
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    int count = 0;
    for (List<List<String>> row : rows) {
      List<String> list = row.get(index);
      if (list.stream().allMatch(String::isEmpty)) {
        repeated.add(0);
        defined.add(ParquetFooter.NO_LIST);
        count++;
        continue;
      }
      for (int i = 0; i < list.size(); i++) {
        repeated.add(i == 0 ? 0 : 1);
        boolean present = !list.get(i).isEmpty();
        defined.add(present ? ParquetFooter.PRESENT : ParquetFooter.NO_ELEMENT);
        if (present) {
          value(column.kind(), list.get(i), values);
        }
        count++;
      }
    }
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    repeated.writeTo(page);
    defined.writeTo(page);
    values.writeTo(page);
    return new Page(count, page);
  }

  private static void value(Kind kind, String cell, ByteArrayOutputStream values)
      throws IOException {
    switch (kind) {
      case DATE -> values.write(little((int) LocalDate.parse(cell).toEpochDay()));
      case INTEGER -> values.write(little(Long.parseLong(cell)));
      case NUMBER -> values.write(little(Double.doubleToLongBits(Double.parseDouble(cell))));
      default -> {
        byte[] text = cell.getBytes(StandardCharsets.UTF_8);
        values.write(little(text.length));
        values.write(text);
      }
    }
  }

  private static byte[] packed(ByteArrayOutputStream page) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      page.writeTo(gzip);
    }
    return packed.toByteArray();
  }

  private static byte[] little(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
  }

  private static byte[] little(long number) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
  }

  private void put(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }
}
