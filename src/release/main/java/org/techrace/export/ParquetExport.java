package org.techrace.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.techrace.rdf.Iris;
import org.techrace.release.Durable;
import org.techrace.release.Release;

/// Writes a release as Parquet files for other engines, such as DuckDB or Spark:
///
/// - `classes/NAME.parquet`: a row for each thing of a class ([ReleaseTables]);
/// - `predicates/NAME.parquet`: a row for each statement with a predicate, with typed columns;
/// - `tables.csv`: the IRI and the number of rows of each file.
public final class ParquetExport {
  private final DatasetGraph data;
  private final Iris iris;
  private final Progress progress;

  /// Receives the name of each table before it is written.
  @FunctionalInterface
  public interface Progress {
    void at(String table);
  }

  private ParquetExport(DatasetGraph data, Iris iris, Progress progress) {
    this.data = data;
    this.iris = iris;
    this.progress = progress;
  }

  /// Writes a release to a folder, which appears when it is complete.
  ///
  /// @return the number of tables
  /// @throws IOException if the folder has files already
  public static int write(Release release, Path folder, Progress progress) throws IOException {
    if (Files.exists(folder) && !isEmpty(folder)) {
      throw new IOException(
          "%s has files already; name a folder that is empty or does not exist".formatted(folder));
    }
    Path parent = folder.toAbsolutePath().normalize().resolveSibling("");
    Files.createDirectories(parent);
    Path unfinished = Files.createTempDirectory(parent, "." + folder.getFileName() + "-");
    boolean complete = false;
    try {
      int tables =
          release
              .dataset()
              .calculateRead(
                  () ->
                      new Unchecked(new ParquetExport(release.dataset(), release.iris(), progress))
                          .write(unfinished));
      Files.deleteIfExists(folder);
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
      complete = true;
      return tables;
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      if (!complete) {
        Durable.delete(unfinished);
      }
    }
  }

  /// Writes in a transaction, which throws no checked exceptions.
  private record Unchecked(ParquetExport export) {
    int write(Path folder) {
      try {
        return export.write(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private int write(Path folder) throws IOException {
    int tables = 0;
    try (CsvWriter index = CsvWriter.builder().build(folder.resolve("tables.csv"))) {
      index.writeRecord("file", "iri", "rows");
      ReleaseTables classes = new ReleaseTables(data, iris);
      Set<String> names = new HashSet<>();
      for (ReleaseTable table : classes.all()) {
        String file = "classes/" + free(table.name(), names) + ".parquet";
        progress.at(file);
        try (OutputStream out = open(folder.resolve(file))) {
          classes.write(table, List.of(new ParquetTable(table, out)));
        }
        index.writeRecord(file, table.type(), String.valueOf(table.things().size()));
        tables++;
      }
      names.clear();
      for (Map.Entry<String, String> predicate : predicates(names).entrySet()) {
        String file = "predicates/" + predicate.getValue() + ".parquet";
        progress.at(file);
        PredicateTable table = new PredicateTable(data, NodeFactory.createURI(predicate.getKey()));
        try (OutputStream out = open(folder.resolve(file))) {
          table.write(predicate.getValue(), out);
        }
        index.writeRecord(file, predicate.getKey(), String.valueOf(table.rows()));
        tables++;
      }
    }
    return tables;
  }

  /// Returns the names of the tables by the IRI of the predicate; those of the graph come first, so
  /// that they have the plain names.
  private Map<String, String> predicates(Set<String> names) {
    Set<String> used =
        new TreeSet<>(
            Comparator.comparing((String one) -> !one.startsWith(iris.ontology()))
                .thenComparing(Comparator.naturalOrder()));
    Iterator<Quad> all = data.findNG(Node.ANY, Node.ANY, Node.ANY, Node.ANY);
    while (all.hasNext()) {
      used.add(all.next().getPredicate().getURI());
    }
    Map<String, String> named = new TreeMap<>();
    for (String one : used) {
      named.put(one, free(Iris.localName(one), names));
    }
    return named;
  }

  /// Returns a name that no file has, also where case does not matter.
  private static String free(String name, Set<String> names) {
    String plain = name.replaceAll("[^\\w-]", "_");
    String free = plain;
    for (int n = 2; !names.add(free.toLowerCase(Locale.ROOT)); n++) {
      free = plain + "_" + n;
    }
    return free;
  }

  private static OutputStream open(Path file) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    return new BufferedOutputStream(Files.newOutputStream(file));
  }
}
