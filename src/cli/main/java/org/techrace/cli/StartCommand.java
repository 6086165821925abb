package org.techrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.techrace.pipeline.RdfFile;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Licence;
import org.techrace.rdf.Slug;
import org.techrace.release.Durable;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.scaffold.FirstPages;
import org.techrace.scaffold.GraphProfile;
import org.techrace.scaffold.NewProject;
import org.techrace.scaffold.SourceDescription;
import org.techrace.table.format.Formats;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace start`: from tables to a served graph in one step.
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description =
        "Makes a project of tables and RDF files, builds it and serves it: guesses keys, links,"
            + " datatypes and areas, and writes mapping, ontology, shapes, questions with pictures"
            + " and a home page as a person would. Says what it decided; every file is there to be"
            + " changed.")
final class StartCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Tables, which become one source, and RDF files, which become a source each; texts also"
              + " compressed.")
  private List<Path> files = List.of();

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description =
          "The folder of the project, new or empty (default: named after the file, or after the"
              + " folder of several).")
  private @Nullable Path folder;

  @Mixin private GraphOption graph = new GraphOption();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port of the server (default: 3030).")
  private @Nullable String port;

  @Option(names = "--yes", description = "Ask nothing.")
  private boolean yes;

  @Option(names = "--no-serve", description = "Stop once the project is built.")
  private boolean stop;

  @Override
  public Integer call() throws IOException {
    List<Path> tables = new ArrayList<>();
    List<Path> graphs = new ArrayList<>();
    files.forEach(file -> (isRdf(file) ? graphs : tables).add(file));
    Path project = (folder != null ? folder : Path.of(name())).toAbsolutePath().normalize();
    String named = graph.title(project, !yes);
    String terms = graph.licence(!yes);
    Iris iris = graph.iris(project, false);

    new NewProject(named, iris, "ex", terms, "", List.of("en")).write(project, false, today());
    say("1/4 the folder of the project: " + project);
    for (Path file : graphs) {
      addGraph(file, project, iris, Licence.of(terms).orElseThrow().iri());
    }
    if (!tables.isEmpty() && addTables(tables, project, Slug.ascii(named)) != 0) {
      Durable.delete(project);
      say("nothing was made; correct or leave out what is an ERROR, and start again");
      return 1;
    }
    say("2/4 %d tables are mapped; the first build".formatted(tables.size()));
    int code = build(project);
    if (code != 0) {
      return code;
    }
    GraphProfile profile = profile(project, iris);
    Map<String, String> pages = new FirstPages(profile, iris).files();
    for (Map.Entry<String, String> page : pages.entrySet()) {
      NewProject.write(project.resolve(page.getKey()), page.getValue());
    }
    say("3/4 shapes, the order of statements, questions and the home page; the second build");
    tell(profile, pages);
    code = build(project);
    if (code != 0) {
      return code;
    }
    say("4/4 the graph is built; README.md in the folder says what to look at first");
    say("see it with: techrace serve --project " + project);
    if (stop) {
      return 0;
    }
    List<String> serve = new ArrayList<>(List.of("serve", "--project", project.toString()));
    if (port != null) {
      serve.addAll(List.of("--port", port));
    }
    return run(serve);
  }

  /// Returns true for RDF, false for a table.
  ///
  /// @throws ParameterException if the file is neither, or is not there
  private boolean isRdf(Path file) {
    if (!Files.isRegularFile(file)) {
      throw wrong("there is no file " + file);
    }
    if (RdfFile.isRdf(file)) {
      return true;
    }
    if (Formats.ofNewFile(String.valueOf(file.getFileName())).isEmpty()) {
      throw wrong(
          "%s is neither a table nor RDF; expected one of %s"
              .formatted(file, String.join(", ", endings())));
    }
    return false;
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  /// Makes an RDF file a source.
  private static void addGraph(Path file, Path project, Iris iris, String licence)
      throws IOException {
    String source = sourceName(file);
    Path copy = copy(file, project.resolve("data").resolve(source));
    String name = String.valueOf(file.getFileName());
    NewProject.write(
        copy.resolveSibling("source.ttl"),
        new SourceDescription(source.replace('-', ' '), licence, "", "", "")
            .turtle(iris.graph(source), name, today()));
  }

  /// Makes tables one source.
  ///
  /// @return the exit code of `init`
  private int addTables(List<Path> tables, Path project, String title) throws IOException {
    String source = tables.size() == 1 ? sourceName(tables.getFirst()) : title;
    Path data = project.resolve("data").resolve(source.isEmpty() ? "tables" : source);
    List<String> command = new ArrayList<>(List.of("init", "--project", project.toString()));
    for (Path table : tables) {
      command.add(copy(table, data).toString());
    }
    return run(command);
  }

  private int build(Path project) {
    return run(List.of("build", "--project", project.toString()));
  }

  /// Runs another command in this process.
  private int run(List<String> words) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    return Main.run(words.toArray(String[]::new), out, err);
  }

  private static GraphProfile profile(Path project, Iris iris) throws IOException {
    Releases releases = new Releases(project.resolve("releases"));
    try (Release release = releases.open(releases.current().orElseThrow())) {
      return GraphProfile.of(release.dataset(), iris);
    }
  }

  /// Says what was decided, class by class.
  private void tell(GraphProfile profile, Map<String, String> pages) {
    for (GraphProfile.OfClass type : profile.classes()) {
      List<String> links =
          type.properties().stream()
              .filter(GraphProfile.OfProperty::isLink)
              .map(GraphProfile.OfProperty::label)
              .toList();
      say(
          "  %,d %s: %d properties%s"
              .formatted(
                  type.things(),
                  type.label(),
                  type.properties().size(),
                  links.isEmpty() ? "" : "; links: " + String.join(", ", links)));
    }
    pages.keySet().forEach(path -> say("  wrote " + path));
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
  }

  /// The name of the file, or of the folder of several.
  private String name() {
    Path first = files.getFirst().toAbsolutePath().normalize();
    String plain =
        files.size() == 1
            ? sourceName(first)
            : Slug.ascii(
                String.valueOf(Optional.ofNullable(first.getParent()).orElse(first).getFileName()));
    return plain.isEmpty() || Files.exists(Path.of(plain)) ? plain + "-graph" : plain;
  }

  private static String sourceName(Path file) {
    return Slug.ascii(String.valueOf(file.getFileName()).replaceFirst("\\..*$", ""));
  }

  private static Path copy(Path file, Path to) throws IOException {
    Path copy = to.resolve(String.valueOf(file.getFileName()));
    AddCommand.copy(file, copy);
    return copy;
  }

  private static List<String> endings() {
    TreeSet<String> endings = new TreeSet<>(RdfFile.endings());
    Formats.newFiles().forEach(format -> endings.addAll(format.endings()));
    return List.copyOf(endings);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
