package org.techrace.table;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.schema.ColumnProjection;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// A Parquet file. Only the columns referenced are read. Cells have the types of the file; the
/// elements of a list are the values of its cell.
///
/// @param name the name in findings
/// @param file the file
public record ParquetTable(String name, Path file) implements Table {

  @Override
  public Rows open(List<Reference> references, Report report) throws IOException {
    ParquetFileReader reader = null;
    try {
      reader = ParquetFileReader.open(InputFile.of(file));
      List<String> columns =
          reader.getFileSchema().getRootNode().children().stream().map(c -> c.name()).toList();
      Optional<Header> header = Header.of(Place.file(name), columns, report);
      if (header.isPresent() && header.get().find(references, report).isPresent()) {
        // A view asks for its columns later, by name.
        List<String> read =
            references.isEmpty()
                ? columns
                : references.stream().map(Reference::text).distinct().toList();
        RowReader rows =
            reader
                .buildRowReader()
                .projection(ColumnProjection.columns(read.toArray(String[]::new)))
                .build();
        Header projected = Header.of(Place.file(name), read, report).orElseThrow();
        int[] slots = projected.find(references, report).orElseThrow();
        return new ParquetRows(reader, rows, projected, slots, report);
      }
      reader.close();
    } catch (IOException | RuntimeException e) {
      // What the library throws for bytes that are no Parquet is of many kinds.
      reportUnreadable(e, report);
      if (reader != null) {
        reader.close();
      }
    }
    return Rows.NONE;
  }

  @Override
  public long bytes() throws IOException {
    return Files.size(file);
  }

  /// The names of its columns; none if it cannot be read, which is reported.
  public List<String> header(Report report) throws IOException {
    try (Rows rows = open(List.of(), report)) {
      return rows instanceof ParquetRows parquet
          ? parquet.header.indexes().entrySet().stream()
              .sorted(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .toList()
          : List.of();
    }
  }

  private void reportUnreadable(Exception e, Report report) {
    report.error(Place.file(name), "this Parquet file cannot be read: " + e.getMessage());
  }

  private final class ParquetRows implements Rows {
    private final ParquetFileReader reader;
    private final RowReader rows;
    private final Header header;
    private final int[] slots;
    private final Report report;
    private final long bytes;
    private final long total;
    private long count;
    private volatile long bytesRead;

    ParquetRows(ParquetFileReader reader, RowReader rows, Header header, int[] slots, Report report)
        throws IOException {
      this.bytes = bytes();
      this.total = reader.getFileMetaData().numRows();
      this.reader = reader;
      this.rows = rows;
      this.header = header;
      this.slots = slots;
      this.report = report;
    }

    @Override
    public @Nullable Row next() {
      try {
        if (!rows.hasNext()) {
          return null;
        }
        rows.next();
        List<List<Value>> cells = new ArrayList<>(header.indexes().size());
        for (int i = 0; i < header.indexes().size(); i++) {
          cells.add(rows.isNull(i) ? List.of() : values(rows.getValue(i)));
        }
        count++;
        bytesRead = bytes * count / Math.max(count, total);
        return new CellRow(Place.row(name, count), 0, cells, slots, header);
      } catch (RuntimeException e) {
        reportUnreadable(e, report);
        return null;
      }
    }

    /// The file is not read from its start to its end: as many as the rows that were read are
    /// worth.
    @Override
    public long bytesRead() {
      return bytesRead;
    }

    @Override
    public void close() throws IOException {
      rows.close();
      reader.close();
    }
  }

  private static List<Value> values(@Nullable Object cell) {
    return switch (cell) {
      case null -> List.of();
      case PqList list -> list.values().stream().flatMap(e -> values(e).stream()).toList();
      case String text -> List.of(Value.text(text));
      case Integer i -> value(i.toString(), Value.Kind.INTEGER);
      case Long l -> value(l.toString(), Value.Kind.INTEGER);
      case Float f -> value(f.toString(), Value.Kind.DOUBLE);
      case Double d -> value(d.toString(), Value.Kind.DOUBLE);
      case BigDecimal decimal -> value(decimal.toPlainString(), Value.Kind.DECIMAL);
      case Boolean truth -> value(truth.toString(), Value.Kind.BOOLEAN);
      case LocalDate date -> value(date.toString(), Value.Kind.DATE);
      case LocalTime time -> value(time.format(DateTimeFormatter.ISO_LOCAL_TIME), Value.Kind.TIME);
      case LocalDateTime time ->
          value(time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME), Value.Kind.DATE_TIME);
      case Instant instant -> value(instant.toString(), Value.Kind.DATE_TIME);
      case byte[] bytes ->
          value(HexFormat.of().withUpperCase().formatHex(bytes), Value.Kind.BINARY);
      case Object other -> value(other.toString(), Value.Kind.STRUCTURE);
    };
  }

  private static List<Value> value(String text, Value.Kind kind) {
    return List.of(new Value(text, kind));
  }
}
