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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.techrace.pipeline.RdfFile;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Licence;
import org.techrace.rdf.Slug;
import org.techrace.release.Durable;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.report.Nearest;
import org.techrace.scaffold.FirstPages;
import org.techrace.scaffold.GraphProfile;
import org.techrace.scaffold.NewProject;
import org.techrace.scaffold.SourceDescription;
import org.techrace.scaffold.ZippedFiles;
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
              + " compressed. A ZIP archive may have several of them.")
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
      description =
          "The port of the server (default: 3030). The next port is for ping and metrics.")
  private @Nullable String port;

  @Option(names = "--yes", description = "Ask nothing.")
  private boolean yes;

  @Option(names = "--no-serve", description = "Stop once the project is built.")
  private boolean stop;

  @Override
  public Integer call() throws IOException {
    Path unpacked = Files.createTempDirectory("techrace-start");
    Path project = (folder != null ? folder : Path.of(name())).toAbsolutePath().normalize();
    try {
      int code = make(project, unpacked);
      if (code != 0) {
        return code;
      }
    } finally {
      Durable.delete(unpacked);
    }
    if (stop) {
      return 0;
    }
    List<String> serve = new ArrayList<>(List.of("serve", "--project", project.toString()));
    if (port != null) {
      serve.addAll(List.of("--port", port));
    }
    return run(serve);
  }

  /// Makes the project. If that fails, nothing of it is left.
  ///
  /// @param unpacked an empty folder for the files of archives
  private int make(Path project, Path unpacked) throws IOException {
    List<Path> tables = new ArrayList<>();
    List<Path> graphs = new ArrayList<>();
    for (Path file : inputs(unpacked)) {
      (isRdf(file) ? graphs : tables).add(file);
    }
    String named = graph.title(project, !yes);
    String terms = graph.licence(!yes);
    Iris iris = graph.iris(project, false);
    new NewProject(named, iris, "ex", terms, "", List.of("en")).write(project, false, today());
    boolean isMade = false;
    try {
      say("1/4 the folder of the project: " + project);
      for (Path file : graphs) {
        addGraph(file, project, iris, Licence.of(terms).orElseThrow().iri());
      }
      int code = tables.isEmpty() ? 0 : addTables(tables, project, Slug.ascii(named));
      if (code == 0) {
        say(
            "2/4 %d tables are mapped, %d RDF files are sources; the first build"
                .formatted(tables.size(), graphs.size()));
        code = build(project, iris);
      }
      isMade = code == 0;
      return code;
    } finally {
      if (!isMade) {
        Durable.delete(project);
        say("nothing was made; correct or leave out what is an ERROR, and start again");
      }
    }
  }

  /// Builds the project, writes its pages by what is in the graph, and builds it with them.
  private int build(Path project, Iris iris) throws IOException {
    int code = build(project);
    if (code != 0) {
      return code;
    }
    GraphProfile profile = profile(project, iris);
    if (profile.classes().isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "ERROR %s: no table has a row, and no RDF file a thing with a class; expected one at least"
                  .formatted(files.stream().map(Path::toString).collect(Collectors.joining(", "))));
      return 1;
    }
    Map<String, String> pages = new FirstPages(profile, iris).files();
    for (Map.Entry<String, String> page : pages.entrySet()) {
      NewProject.write(project.resolve(page.getKey()), page.getValue());
    }
    say("3/4 shapes, the order of statements, questions and the home page; the second build");
    tell(profile, pages);
    code = build(project);
    if (code == 0) {
      say("4/4 the graph is built; README.md in the folder says what to look at first");
      say("see it with: techrace serve --project " + project);
    }
    return code;
  }

  /// Returns the files, and in place of an archive with several of them its members.
  private List<Path> inputs(Path unpacked) throws IOException {
    List<Path> inputs = new ArrayList<>();
    for (Path file : files) {
      if (!ZippedFiles.isArchive(file) || !Files.isRegularFile(file)) {
        inputs.add(file);
        continue;
      }
      Path to = Files.createDirectories(unpacked.resolve(String.valueOf(inputs.size())));
      ZippedFiles members = ZippedFiles.unpack(file, to, StartCommand::isKnown);
      if (members.taken().isEmpty()) {
        throw wrong(
            "%s has no table and no RDF file; it has %s, and expected is one of %s"
                .formatted(
                    file,
                    members.others().isEmpty() ? "no file" : String.join(", ", members.others()),
                    String.join(", ", endings())));
      }
      if (members.taken().size() == 1 && isKnown(file)) {
        inputs.add(file);
        continue;
      }
      inputs.addAll(members.taken());
      say(
          "%s has %s%s"
              .formatted(
                  file,
                  members.taken().stream()
                      .map(member -> String.valueOf(member.getFileName()))
                      .collect(Collectors.joining(", ")),
                  members.others().isEmpty()
                      ? ""
                      : "; left out: " + String.join(", ", members.others())));
    }
    return inputs;
  }

  /// Returns true if the name of a file is that of a table or of RDF.
  private static boolean isKnown(Path file) {
    return RdfFile.isRdf(file) || Formats.ofNewFile(String.valueOf(file.getFileName())).isPresent();
  }

  /// Returns true for RDF, false for a table.
  ///
  /// @throws ParameterException if the file is neither, or is not there
  private boolean isRdf(Path file) {
    if (!Files.isRegularFile(file)) {
      throw wrong("there is no file %s; %s".formatted(file, Nearest.hintOfFile(file)));
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
    String source = unused(sourceName(file), project.resolve("data"));
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
    Path folder = project.resolve("data");
    Path data = folder.resolve(unused(source.isEmpty() ? "tables" : source, folder));
    List<String> command =
        new ArrayList<>(List.of("init", "--as-texts", "--project", project.toString()));
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
                  type.plural(),
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

  /// Returns the name of a source, with a number if there is one of this name.
  private static String unused(String source, Path data) {
    String name = source;
    for (int n = 2; Files.exists(data.resolve(name)); n++) {
      name = source + "-" + n;
    }
    return name;
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
