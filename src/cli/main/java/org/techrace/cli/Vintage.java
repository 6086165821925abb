package org.techrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.mapping.AbstractLogicalSource;
import org.techrace.mapping.LogicalSource;
import org.techrace.mapping.LogicalView;
import org.techrace.mapping.MappingReader;
import org.techrace.mapping.Unpivot;
import org.techrace.pipeline.Build;
import org.techrace.pipeline.Project;
import org.techrace.query.StoredQueries;
import org.techrace.query.StoredQueries.StoredQuery;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Turtle;
import org.techrace.release.Releases;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.scaffold.NewProject;
import org.techrace.scaffold.NewVintage;
import org.techrace.scaffold.SourceDescription;

/// Newer states of tables of a project: shows what they change in its graph, and replaces the
/// tables by them.
final class Vintage {
  private final InputsOption where;
  private final Map<String, Path> newer;
  private final Map<String, Path> read = new TreeMap<>();
  private final PrintWriter out;
  private final PrintWriter err;

  /// @param newer the newer states by the path of the table below `data/`
  Vintage(InputsOption where, Map<String, Path> newer, PrintWriter out, PrintWriter err) {
    this.where = where;
    this.newer = Map.copyOf(newer);
    this.out = out;
    this.err = err;
  }

  /// Prints the findings, and what differs from the graph of today.
  ///
  /// @param draft a folder for temporary files
  /// @return false if a finding is an error
  boolean show(Path draft) throws IOException {
    Path folder = where.existing();
    Iris iris = ProjectSettings.read(folder).graph().iris();
    Report report = new Report();
    for (Map.Entry<String, Path> one : new TreeMap<>(newer).entrySet()) {
      Path table = folder.resolve("data").resolve(one.getKey());
      NewVintage vintage =
          new NewVintage(ReadableFile.named(table), ReadableFile.named(one.getValue()), iris);
      NewVintage.Columns columns = vintage.columns(report);
      tell(one.getKey(), columns, table);
      Path file = one.getValue();
      if (columns.lackIris()) {
        file = draft.resolve(one.getKey());
        vintage.writeWithIris(file, report);
      } else {
        Optional<Charset> other = vintage.otherEncoding();
        if (other.isPresent()) {
          out.println(
              "data/%s: the newer state is in %s, and is converted to %s, as the table of the project"
                  .formatted(one.getKey(), other.get().name(), vintage.encodingBefore().name()));
          file = draft.resolve(one.getKey());
          vintage.writeInEncodingBefore(file, report);
        }
      }
      read.put(one.getKey(), file);
    }
    Optional<String> compared =
        report.hasErrors() ? Optional.empty() : compare(folder, draft.resolve("releases"), report);
    FindingsPrinter.print(report, out);
    compared.ifPresent(out::print);
    return compared.isPresent();
  }

  private void tell(String table, NewVintage.Columns columns, Path file) throws IOException {
    if (!columns.fresh().isEmpty()) {
      out.println(
          "data/%s: new columns, which the mapping does not read: %s"
              .formatted(table, String.join(", ", columns.fresh())));
    }
    if (!columns.gone().isEmpty() && !columns.lackIris()) {
      out.println(
          "data/%s: columns that are gone: %s".formatted(table, String.join(", ", columns.gone())));
    }
    for (NewVintage.Renamed one : columns.renamed()) {
      out.println(
          "data/%s: '%s' is probably called '%s' now: %d %% of the cells are equal; rename it in %sdata/%s"
              .formatted(
                  table,
                  one.from(),
                  one.to(),
                  one.percent(),
                  lines(file, one.from()),
                  table.replaceFirst("[^/]*$", "mapping.ttl")));
    }
  }

  /// Returns the lines of the mapping of a table that name a column, as the beginning of a phrase.
  private static String lines(Path table, String column) throws IOException {
    Path mapping = table.resolveSibling("mapping.ttl");
    if (!Files.exists(mapping)) {
      return "";
    }
    List<Long> starts = new ArrayList<>();
    List<Long> others = new ArrayList<>();
    MappingReader.read(mapping, new Report())
        .ifPresent(
            read ->
                read.triplesMaps()
                    .forEach(
                        map -> (reads(map.source(), table) ? starts : others).add(line(map.at()))));
    List<String> text = ReadableFile.named(mapping).text().lines().toList();
    String lines =
        LongStream.rangeClosed(1, text.size())
            .filter(
                line ->
                    last(starts, line) >= last(others, line)
                        && Stream.of(Turtle.quoted(column), "{" + column + "}")
                            .anyMatch(text.get((int) line - 1)::contains))
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    return lines.isEmpty() ? "" : "line %s of ".formatted(lines);
  }

  /// Returns the line where the last of several triples maps begins that is not after a line.
  private static long last(List<Long> starts, long line) {
    return starts.stream()
        .filter(start -> start <= line)
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }

  private static long line(Place place) {
    return place instanceof Place.InFile file ? file.line() : 0;
  }

  private static boolean reads(AbstractLogicalSource source, Path table) {
    return switch (source) {
      case LogicalSource one ->
          one.source() instanceof LogicalSource.File file
              && file.path().getFileName().equals(table.getFileName());
      case LogicalView view -> reads(view.on(), table);
      case Unpivot unpivot -> reads(unpivot.on(), table);
    };
  }

  private Optional<String> compare(Path folder, Path place, Report report) throws IOException {
    Releases releases = new Releases(place);
    Map<String, StoredQuery> questions =
        StoredQueries.read(folder.resolve("queries").resolve("questions"));
    Project project = where.projectOfOthers(report);
    Report earlier = new Report();
    Optional<String> before = build(project, releases, earlier);
    if (before.isEmpty()) {
      out.println("the project has errors before the change, which are listed; correct them first");
      FindingsPrinter.list(earlier, out);
      return Optional.empty();
    }
    Optional<String> after = build(project.withTables(read), releases, report);
    return after.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Comparison.of(releases, before.get(), questions, after.get(), questions, report));
  }

  private Optional<String> build(Project project, Releases releases, Report report)
      throws IOException {
    try (ProgressLine progress = new ProgressLine(err)) {
      Build build = new Build(project.dryRun(), releases, Software.build(), progress);
      return Software.isIdentified()
          ? build.publishChanges(report, Clock.systemUTC())
          : build.publish(report, Clock.systemUTC());
    }
  }

  /// Replaces the tables, and states the day in the descriptions of their sources.
  void write() throws IOException {
    Path data = where.existing().resolve("data");
    Iris iris = ProjectSettings.read(where.existing()).graph().iris();
    for (Map.Entry<String, Path> one : read.entrySet()) {
      try (InputStream in = ReadableFile.named(one.getValue()).stream();
          OutputStream to = Access.writeNamed(data.resolve(one.getKey()), () -> true)) {
        in.transferTo(to);
      }
      Path source = data.resolve(one.getKey()).resolveSibling("source.ttl");
      if (Files.exists(source)) {
        String graph = iris.graph(one.getKey().substring(0, one.getKey().indexOf('/')));
        String text = ReadableFile.named(source).text();
        String today = SourceDescription.withModified(text, graph, LocalDate.now(ZoneOffset.UTC));
        NewProject.write(source, today);
      }
    }
  }
}
