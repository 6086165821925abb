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
/// with gzip, in groups of 50,000 rows. The same table gives the same bytes.
public final class ParquetTable implements TableWriter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int GROUP_ROWS = 50_000;

  private final String name;
  private final List<Column> columns;
  private final OutputStream out;
  private final List<ParquetFooter.Group> groups = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();
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
  /// @param rows the cells of each row; an empty text is a cell without a value
  public static void write(
      String name, List<Column> columns, Iterator<List<String>> rows, OutputStream out)
      throws IOException {
    ParquetTable table = new ParquetTable(name, columns, out);
    while (rows.hasNext()) {
      table.row(rows.next());
    }
    table.end();
  }

  @Override
  public void row(List<String> cells) throws IOException {
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
      byte[] page = page(column, i, rows);
      byte[] packed = packed(page);
      long start = position;
      byte[] header = ParquetFooter.pageHeader(rows.size(), page.length, packed.length);
      put(header);
      put(packed);
      chunks.add(
          new ParquetFooter.Chunk(
              column, start, header.length + page.length, header.length + packed.length));
    }
    groups.add(new ParquetFooter.Group(rows.size(), chunks));
    rows.clear();
  }

  /// Returns a page: which rows have a value, then the values.
  private static byte[] page(Column column, int index, List<List<String>> rows) throws IOException {
    ByteArrayOutputStream levels = new ByteArrayOutputStream();
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    int run = 0;
    boolean present = false;
    for (List<String> row : rows) {
      String cell = row.get(index);
      if (run > 0 && present == cell.isEmpty()) {
        run(levels, run, present);
        run = 0;
      }
      present = !cell.isEmpty();
      run++;
      if (present) {
        value(column.kind(), cell, values);
      }
    }
    run(levels, run, present);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.write(little(levels.size()));
    levels.writeTo(page);
    values.writeTo(page);
    return page.toByteArray();
  }

  /// Writes a run of equal levels: its length as a variable-length integer, shifted by one bit,
  /// then the level (Parquet format, "Run Length Encoding").
  private static void run(ByteArrayOutputStream levels, int length, boolean present) {
    int rest = length << 1;
    while (rest > 0x7f) {
      levels.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    levels.write(rest);
    levels.write(present ? 1 : 0);
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

  private static byte[] packed(byte[] page) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(page);
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
