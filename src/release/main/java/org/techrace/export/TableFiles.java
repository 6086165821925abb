package org.techrace.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.system.Txn;
import org.techrace.rdf.Iris;
import org.techrace.release.Difference;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The tables of a release as files: `tables/NAME.csv.gz` and `tables/NAME.parquet` in its folder,
/// and `tables/tables.json`, which lists the tables with their columns. A build writes them, so
/// that a server does not read the whole release to describe or send them.
public final class TableFiles {
  public static final String CSV_GZ = ".csv.gz";
  public static final String PARQUET = ".parquet";

  private static final String FOLDER = "tables";
  private static final String INDEX = "tables.json";
  private static final int BUFFER = 1 << 16;

  private TableFiles() {}

  /// A table whose files are in a release.
  ///
  /// @param table the table without its things
  /// @param csvBytes the length of the table as CSV without compression
  /// @param csvSha256 the SHA-256 of the same, in hexadecimal digits
  public record Written(ReleaseTable table, long csvBytes, String csvSha256) {}

  /// Writes the tables of a dataset. The files of a class are copied from an earlier release if
  /// nothing has changed in the statements about its things and about those that they name, which
  /// gives the same bytes.
  ///
  /// @param data the data; the default graph is the union of the named graphs
  /// @param release the folder of the release
  /// @param difference what has changed since an earlier release that the same software wrote with
  ///   the same settings; empty to write all tables
  public static void write(
      DatasetGraph data, Iris iris, Path release, Optional<Difference> difference)
      throws IOException {
    Path folder = Files.createDirectories(release.resolve(FOLDER));
    try {
      Txn.executeRead(data, () -> write(new ReleaseTables(data, iris), folder, difference));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void write(ReleaseTables tables, Path folder, Optional<Difference> difference) {
    Map<String, Written> earlier = new HashMap<>();
    difference
        .flatMap(since -> list(since.earlier()))
        .ifPresent(all -> all.forEach(one -> earlier.put(one.table.name(), one)));
    Set<String> naming =
        difference.map(since -> tables.classesThatName(since.subjects())).orElse(Set.of());
    try {
      List<Written> written = new ArrayList<>();
      for (ReleaseTables.ThingClass one : tables.classes()) {
        Written before = earlier.get(one.name());
        if (before != null
            && difference.isPresent()
            && !naming.contains(one.type())
            && isSame(before, one, tables, difference.get())) {
          Path from = difference.get().earlier().resolve(FOLDER);
          written.add(copy(before, from, folder));
          Written wide = earlier.get(one.name() + WideTable.END);
          if (wide != null && !wide.table.hasThings()) {
            written.add(copy(wide, from, folder));
          }
        } else {
          ReleaseTable table = tables.table(one);
          Optional<WideTable> wide = tables.wide(table);
          written.add(
              write(
                  table,
                  writers -> {
                    List<TableWriter> all = new ArrayList<>(writers);
                    wide.ifPresent(all::add);
                    tables.write(table, all);
                  },
                  folder));
          if (wide.isPresent()) {
            written.add(write(wide.get().table(), wide.get()::writeTo, folder));
          }
        }
      }
      Files.write(folder.resolve(INDEX), JsonMapper.shared().writeValueAsBytes(written));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns true if the table of a class has the same content as in the earlier release.
  private static boolean isSame(
      Written before, ReleaseTables.ThingClass now, ReleaseTables tables, Difference difference) {
    return before.table.type().equals(now.type())
        && !difference.classes().contains(now.type())
        && now.things().stream().noneMatch(difference.subjects()::contains)
        && tables.hasCurrentTexts(before.table);
  }

  private static Written copy(Written table, Path from, Path to) throws IOException {
    for (String ending : List.of(CSV_GZ, PARQUET)) {
      String name = table.table.name() + ending;
      Files.copy(from.resolve(name), to.resolve(name));
    }
    return table;
  }

  /// Writes all rows of a table.
  @FunctionalInterface
  private interface Rows {
    void writeTo(List<TableWriter> writers) throws IOException;
  }

  private static Written write(ReleaseTable table, Rows rows, Path folder) throws IOException {
    MeasuredStream csv;
    try (OutputStream packed = create(folder, table.name() + CSV_GZ);
        OutputStream parquet = create(folder, table.name() + PARQUET)) {
      csv = new MeasuredStream(new GZIPOutputStream(packed, BUFFER));
      rows.writeTo(List.of(new CsvTable(table, csv), new ParquetTable(table, parquet)));
      csv.close();
    }
    return new Written(table.withoutThings(), csv.bytes(), csv.sha256());
  }

  private static OutputStream create(Path folder, String name) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)), BUFFER);
  }

  /// Returns the tables whose files are in a release; empty if it has none.
  ///
  /// @param release the folder of the release
  public static Optional<List<Written>> list(Path release) {
    Path index = release.resolve(FOLDER).resolve(INDEX);
    try {
      return Files.exists(index)
          ? Optional.of(
              JsonMapper.shared().readValue(Files.readAllBytes(index), new TypeReference<>() {}))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the name of a file in a release.
  ///
  /// @param name the name of a table with [#CSV_GZ] or [#PARQUET]
  public static String file(String name) {
    return FOLDER + "/" + name;
  }
}
