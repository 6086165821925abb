package org.techrace.table.parquet;

import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.PqVariant;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.SchemaNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.techrace.access.ReadableFile;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.CellRow;
import org.techrace.table.DivisibleTable;
import org.techrace.table.Header;
import org.techrace.table.PartList;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.TablePart;
import org.techrace.table.Value;

/// A Parquet file. Only the referenced columns are read. Cells have the types of the file, and the
/// elements of a list are the values of its cell. A field of a structure is read by its path, such
/// as `place.city`, and the keys and values of a map as `names.key` and `names.value`.
///
/// @param name the name in findings
/// @param file the file
public record ParquetTable(String name, ReadableFile file) implements DivisibleTable {
  private static final String KEY = "key";
  private static final String VALUE = "value";

  @Override
  public SourceRows open(List<Reference> references, TablePart part, Report report)
      throws IOException {
    ParquetFileReader reader = null;
    try {
      reader = ParquetFileReader.open(new ParquetInput(file));
      List<List<String>> paths = new ArrayList<>();
      reader.getFileSchema().getRootNode().children().forEach(c -> addPaths(c, List.of(), paths));
      Header header = header(paths);
      if (areValues(references, header, reader, report)
          && header.find(references, report).isPresent()) {
        // A view reads its columns later, by name.
        Set<String> asked = references.stream().map(Reference::text).collect(Collectors.toSet());
        paths.removeIf(path -> !references.isEmpty() && !asked.contains(nameOf(path)));
        List<String> columns = paths.stream().map(List::getFirst).distinct().toList();
        ParquetFileReader.RowReaderBuilder builder =
            reader.buildRowReader().projection(projection(columns, reader));
        if (!part.isWhole()) {
          builder = builder.filter(RowGroupPredicate.byteRange(part.from(), part.to()));
        }
        RowReader rows = builder.build();
        Header read = header(paths);
        int[] slots = read.find(references, report).orElseThrow();
        return new ParquetRows(reader, rows, part.before(), columns, paths, read, slots, report);
      }
      reader.close();
    } catch (IOException | RuntimeException e) {
      // The library throws many kinds of exceptions for files that are not Parquet.
      reportUnreadable(e, report);
      if (reader != null) {
        reader.close();
      }
    }
    return SourceRows.NONE;
  }

  @Override
  public List<String> columns(Report report) throws IOException {
    return header(report);
  }

  /// Divides the file between its row groups.
  @Override
  public List<TablePart> parts(List<Reference> references, long bytes) throws IOException {
    PartList parts = new PartList(bytes);
    long rows = 0;
    try (ParquetFileReader reader = ParquetFileReader.open(new ParquetInput(file))) {
      for (RowGroup group : reader.getFileMetaData().rowGroups()) {
        if (rows > 0) {
          parts.rowEnds(group.columns().getFirst().chunkStartOffset(), rows);
        }
        rows += group.numRows();
      }
    } catch (IOException | RuntimeException _) {
      // Opening the table reports what is wrong with the file.
      return List.of(TablePart.WHOLE);
    }
    return parts.finish(bytes());
  }

  @Override
  public long bytes() throws IOException {
    return file.size();
  }

  /// Returns the names of the columns. Reports a file that cannot be read, and then returns an
  /// empty list.
  public List<String> header(Report report) throws IOException {
    try (SourceRows rows = open(List.of(), report)) {
      return rows instanceof ParquetRows parquet
          ? parquet.header.indexes().entrySet().stream()
              .sorted(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .toList()
          : List.of();
    }
  }

  /// Returns the columns to read. The library mistakes a column for a field of a structure if both
  /// have the same name; then all columns are read.
  private static ColumnProjection projection(List<String> columns, ParquetFileReader reader) {
    Set<String> inner =
        reader.getFileSchema().getRootNode().children().stream()
            .flatMap(ParquetTable::fieldsOf)
            .collect(Collectors.toSet());
    return columns.stream().anyMatch(inner::contains)
        ? ColumnProjection.all()
        : ColumnProjection.columns(columns.toArray(String[]::new));
  }

  private static Stream<String> fieldsOf(SchemaNode node) {
    return node instanceof SchemaNode.GroupNode group
        ? group.children().stream()
            .flatMap(child -> Stream.concat(Stream.of(child.name()), fieldsOf(child)))
        : Stream.of();
  }

  /// Returns a header without positions: the reader only reads the columns that are named.
  private Header header(List<List<String>> paths) {
    Header all = Header.of(Place.file(name), paths.stream().map(ParquetTable::nameOf).toList());
    return new Header(all.at(), all.indexes(), all.repeated(), 0);
  }

  private static String nameOf(List<String> path) {
    return String.join(".", path);
  }

  /// Adds the readable paths of a node of the schema: the node itself, or the fields of a
  /// structure.
  private static void addPaths(SchemaNode node, List<String> above, List<List<String>> paths) {
    List<String> path = new ArrayList<>(above);
    path.add(node.name());
    SchemaNode inner = node;
    while (inner instanceof SchemaNode.GroupNode list && list.isList()) {
      inner = list.getListElement();
    }
    if (!(inner instanceof SchemaNode.GroupNode group) || group.isVariant()) {
      paths.add(path);
    } else if (group.isMap()) {
      addPart(group.getMapKey(), KEY, path, paths);
      addPart(group.getMapValue(), VALUE, path, paths);
    } else if (group.isStruct()) {
      group.children().forEach(field -> addPaths(field, path, paths));
    }
  }

  /// Adds the paths of the keys or the values of a map, under a name that does not depend on the
  /// writer of the file.
  private static void addPart(
      @Nullable SchemaNode part, String name, List<String> map, List<List<String>> paths) {
    if (part == null) {
      return;
    }
    List<List<String>> found = new ArrayList<>();
    addPaths(part, List.of(), found);
    for (List<String> inner : found) {
      List<String> path = new ArrayList<>(map);
      path.add(name);
      path.addAll(inner.subList(1, inner.size()));
      paths.add(path);
    }
  }

  /// Reports references to structures and maps, and then returns false.
  private boolean areValues(
      List<Reference> references, Header header, ParquetFileReader reader, Report report) {
    Set<String> columns =
        reader.getFileSchema().getRootNode().children().stream()
            .map(SchemaNode::name)
            .collect(Collectors.toSet());
    boolean good = true;
    for (Reference reference : references) {
      String column = reference.text();
      List<String> fields =
          header.indexes().keySet().stream().filter(n -> n.startsWith(column + ".")).toList();
      if (!header.indexes().containsKey(column)
          && (columns.contains(column) || !fields.isEmpty())) {
        report.error(
            Place.file(name),
            reference.withOrigin(
                "column '%s' is a structure and has no value of its own; %s"
                    .formatted(
                        column,
                        fields.isEmpty()
                            ? "remove the reference"
                            : "use one of its fields: " + String.join(", ", fields))));
        good = false;
      }
    }
    return good;
  }

  private void reportUnreadable(Exception e, Report report) {
    report.error(Place.file(name), "this Parquet file cannot be read: " + e.getMessage());
  }

  private final class ParquetRows implements SourceRows {
    private final ParquetFileReader reader;
    private final RowReader rows;

    private final List<String> columns;

    /// For each path, the column that it begins with and the names of the fields that follow.
    private final int[] columnOf;

    private final List<List<String>> fields;

    private final Header header;
    private final int[] slots;
    private final Report report;
    private final long bytes;
    private final long total;
    private long count;
    private volatile long bytesRead;

    /// @param rowsBefore the number of rows before the first one of `rows`
    /// @param columns the columns that are read
    /// @param paths the paths that are read in them
    ParquetRows(
        ParquetFileReader reader,
        RowReader rows,
        long rowsBefore,
        List<String> columns,
        List<List<String>> paths,
        Header header,
        int[] slots,
        Report report)
        throws IOException {
      this.bytes = bytes();
      this.total = reader.getFileMetaData().numRows();
      this.count = rowsBefore;
      this.reader = reader;
      this.rows = rows;
      this.columns = List.copyOf(columns);
      this.fields = paths.stream().map(path -> path.subList(1, path.size())).toList();
      this.columnOf = paths.stream().mapToInt(path -> columns.indexOf(path.getFirst())).toArray();
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
        List<List<Value>> cells = new ArrayList<>(columnOf.length);
        for (int i = 0; i < columnOf.length; i++) {
          String column = columns.get(columnOf[i]);
          cells.add(rows.isNull(column) ? List.of() : values(rows.getValue(column), fields.get(i)));
        }
        count++;
        bytesRead = bytes * count / Math.max(count, total);
        return new CellRow(Place.row(name, count), 0, cells, slots, header);
      } catch (RuntimeException e) {
        reportUnreadable(e, report);
        return null;
      }
    }

    /// Estimates the bytes read from the share of the rows read, because the file is not read
    /// sequentially.
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

  private static List<Value> values(@Nullable Object cell, List<String> fields) {
    return switch (cell) {
      case null -> List.of();
      case PqList list -> list.values().stream().flatMap(e -> values(e, fields).stream()).toList();
      case PqMap map when !fields.isEmpty() -> entries(map, fields);
      case PqStruct structure when !fields.isEmpty() ->
          structure.isNull(fields.getFirst())
              ? List.of()
              : values(structure.getValue(fields.getFirst()), fields.subList(1, fields.size()));
      case PqVariant variant -> VariantValues.of(variant);
      case Object single -> List.of(value(single));
    };
  }

  /// Returns the value of a single cell.
  static Value value(Object cell) {
    return switch (cell) {
      case String text -> Value.text(text);
      case Byte b -> new Value(b.toString(), Value.Kind.INTEGER);
      case Short s -> new Value(s.toString(), Value.Kind.INTEGER);
      case Integer i -> new Value(i.toString(), Value.Kind.INTEGER);
      case Long l -> new Value(l.toString(), Value.Kind.INTEGER);
      case Float f -> new Value(f.toString(), Value.Kind.DOUBLE);
      case Double d -> new Value(d.toString(), Value.Kind.DOUBLE);
      case BigDecimal decimal -> new Value(decimal.toPlainString(), Value.Kind.DECIMAL);
      case Boolean truth -> new Value(truth.toString(), Value.Kind.BOOLEAN);
      case Temporal time -> Value.time(time);
      case UUID id -> Value.text(id.toString());
      case byte[] bytes ->
          new Value(HexFormat.of().withUpperCase().formatHex(bytes), Value.Kind.BINARY);
      default -> new Value(cell.toString(), Value.Kind.STRUCTURE);
    };
  }

  private static List<Value> entries(PqMap map, List<String> fields) {
    List<String> inner = fields.subList(1, fields.size());
    boolean isKey = fields.getFirst().equals(KEY);
    return map.getEntries().stream()
        .map(
            entry -> {
              if (isKey) {
                return values(entry.getKey(), inner);
              }
              return entry.isValueNull() ? List.<Value>of() : values(entry.getValue(), inner);
            })
        .flatMap(List::stream)
        .toList();
  }
}
