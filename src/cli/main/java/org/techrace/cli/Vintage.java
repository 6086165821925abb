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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.pipeline.Build;
import org.techrace.pipeline.Project;
import org.techrace.query.StoredQueries;
import org.techrace.query.StoredQueries.StoredQuery;
import org.techrace.rdf.Iris;
import org.techrace.release.Releases;
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
      tell(one.getKey(), columns);
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

  private void tell(String table, NewVintage.Columns columns) {
    if (!columns.fresh().isEmpty()) {
      out.println(
          "data/%s: new columns, which the mapping does not read: %s"
              .formatted(table, String.join(", ", columns.fresh())));
    }
    if (!columns.gone().isEmpty() && !columns.lackIris()) {
      out.println(
          "data/%s: columns that are gone: %s".formatted(table, String.join(", ", columns.gone())));
    }
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
