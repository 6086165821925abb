package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.query.AnswerLink;
import org.techrace.serve.ReliabilityDoc;

/// Code of a stranger's project never runs, by any command and by any way in, unless the person who
/// runs the command allows it. The test runs every command on a project for each way in, and writes
/// what was printed into `docs/evidence/reliability.md`.
@Tag("long")
final class StrangersCodeTest {
  private static final String CALL = "<java:org.techrace.cli.Intruder>()";
  private static final String MAPPING = "data/telescopes/mapping.ttl";

  /// A place in a project from which code or a query with a call might run.
  enum WayIn {
    FUNCTION_JAR("a jar with a function"),
    DRIVER_JAR("a jar with a driver"),
    FUNCTION("a function in SPARQL"),
    SOURCE("a query of a mapping"),
    JAVASCRIPT("`sh:js`"),
    SHAPE("`sh:select`"),
    CHECK("a check query"),
    QUESTION("a question"),
    PAGE("a query of a page");

    private final String shown;

    WayIn(String shown) {
      this.shown = shown;
    }
  }

  /// The commands that read the place of a way in. They say that it is refused.
  private static final Map<WayIn, Set<String>> READ_BY = new EnumMap<>(WayIn.class);

  static {
    Set<String> builds = Set.of("add", "build", "check", "review", "serve");
    Set<String> mappings = Set.of("add", "build", "check", "review", "serve", "map", "explain");
    Set<String> functions =
        Set.of("add", "build", "check", "review", "serve", "map", "explain", "functions");
    READ_BY.put(WayIn.FUNCTION_JAR, functions);
    READ_BY.put(WayIn.DRIVER_JAR, functions);
    READ_BY.put(WayIn.FUNCTION, functions);
    READ_BY.put(WayIn.SOURCE, mappings);
    READ_BY.put(WayIn.JAVASCRIPT, builds);
    READ_BY.put(WayIn.SHAPE, builds);
    READ_BY.put(WayIn.CHECK, builds);
    READ_BY.put(
        WayIn.QUESTION, Set.of("review", "query", "verify", "benchmark score", "benchmark tasks"));
    READ_BY.put(WayIn.PAGE, Set.of("serve"));
  }

  /// The commands that never end, and `help`, which reads nothing. `releases follow` and `serve
  /// --follow` read a store as `releases pull` does.
  private static final Set<String> NOT_RUN = Set.of("help", "releases follow");

  /// The commands without the option `--project`.
  private static final Set<String> WITHOUT_PROJECT = Set.of("convert", "csvw", "new", "start");

  @TempDir private Path folder = Path.of("");
  private Project clean = Project.at(Path.of(""));

  @BeforeEach
  void build() throws IOException {
    clean = Project.in(folder.resolve("clean"));
    assertThat(clean.run("build").code()).isZero();
  }

  /// Returns a copy of the built project.
  private Project copy(String name) throws IOException {
    Path to = folder.resolve(name);
    PathUtils.copyDirectory(clean.folder(), to);
    Files.writeString(to.resolve("new.csv"), "name\nOne\n");
    return Project.at(to);
  }

  /// Runs a command and asserts that no code of the project has run.
  ///
  /// @return what was printed
  private String run(String command, boolean asking, Project project) throws IOException {
    InputStream in = System.in;
    System.setIn(InputStream.nullInputStream());
    try {
      String[] line = line(command, asking, project);
      Project.Outcome outcome =
          WITHOUT_PROJECT.contains(command) ? project.command(line) : project.run(line);
      String all = outcome.out() + outcome.err();
      assertThat(all).as(command).doesNotContain("this is a bug");
      if (!all.contains("is not available here")) {
        assertThat(outcome.code()).as("%s is used rightly: %s", command, all).isNotEqualTo(2);
      }
      assertThat(hasRun()).as("%s ran code: %s", command, all).isFalse();
      return all;
    } finally {
      System.setIn(in);
    }
  }

  @Test
  void runsByNoCommandAndByNoWay() throws IOException {
    List<List<String>> table = new ArrayList<>();
    for (String command : commands()) {
      Project every = copy("every");
      for (WayIn way : WayIn.values()) {
        prepare(way, every);
      }
      run(command, true, every);
      PathUtils.deleteDirectory(every.folder());
      List<String> row = new ArrayList<>(List.of("`" + command + "`"));
      for (WayIn way : WayIn.values()) {
        boolean reads = Objects.requireNonNull(READ_BY.get(way)).contains(command);
        if (reads) {
          Project project = copy("one");
          prepare(way, project);
          String printed = run(command, way == WayIn.QUESTION, project);
          assertThat(saysSo(way, printed))
              .as("%s with %s says so: %s", command, way.shown, printed)
              .isTrue();
          PathUtils.deleteDirectory(project.folder());
        }
        row.add(reads ? "refused" : "does not run");
      }
      table.add(row);
    }
    List<String> columns = new ArrayList<>(List.of("command"));
    Stream.of(WayIn.values()).forEach(way -> columns.add(way.shown));
    ReliabilityDoc.golden(
        "Code of strangers",
        "Code, or a query that calls code, in each place of a project that a command may read"
            + " (`StrangersCodeTest`; `src/bench/run code` prints the table). *refused*: it does"
            + " not run, and the command says what is there. *does not run*: the command says"
            + " nothing of it, and nothing runs. Jars run with `--plugins` or `TECHRACE_PLUGINS`;"
            + " nothing lets the others run.",
        columns,
        table);
  }

  /// Returns the names of all commands that can be run here.
  private static Set<String> commands() {
    Set<String> names = new TreeSet<>();
    Main.commandLine(new String[0])
        .getSubcommands()
        .forEach(
            (name, command) -> {
              if (command.getSubcommands().isEmpty()) {
                names.add(name);
              }
              command.getSubcommands().keySet().forEach(sub -> names.add(name + " " + sub));
            });
    assertThat(names).containsAll(NOT_RUN);
    names.removeAll(NOT_RUN);
    return names;
  }

  private String[] line(String command, boolean asking, Project project) throws IOException {
    Path of = project.folder();
    String mapping = of.resolve(MAPPING).toString();
    String release = project.releases().promoted();
    String store = folder.resolve("store-" + of.getFileName()).toUri().toString();
    String query = "ASK { FILTER(%s) }".formatted(asking ? CALL : "true");
    List<String> arguments =
        switch (command) {
          case "new" -> List.of(of.resolve("made").toString());
          case "start" ->
              List.of(
                  of.resolve("new.csv").toString(),
                  "--yes",
                  "--no-serve",
                  "--folder=" + of.resolve("made"));
          case "add" -> List.of(of.resolve("new.csv").toString(), "--yes");
          case "csvw", "init" -> List.of(of.resolve("new.csv").toString());
          case "convert", "explain" -> List.of(mapping);
          case "map" -> List.of(mapping, "-o", of.resolve("out.nq").toString());
          case "fetch" -> List.of("--list");
          case "review" -> List.of("--base", base(asking).toString());
          case "serve" -> List.of("--rehearse");
          case "query" -> List.of(Files.writeString(of.resolve("q.rq"), query).toString());
          case "verify" ->
              List.of(
                  "http://localhost"
                      + new AnswerLink(release, query, "0".repeat(64), Map.of()).address());
          case "benchmark score" ->
              List.of(
                  Files.writeString(
                          of.resolve("p.json"),
                          "{\"id\": \"01-run.0\", \"query\": \"%s\"}\n".formatted(query))
                      .toString());
          case "link" -> List.of(of.resolve("new.csv").toString());
          case "releases promote", "releases push" ->
              command.endsWith("push") ? List.of(store) : List.of(release);
          case "releases prune" -> List.of("--keep", "1");
          case "releases sign" -> List.of("--key", key().toString());
          case "releases diff" -> List.of(release, release);
          case "releases feed" ->
              List.of("-o", of.resolve("feed").toString(), "--url", "http://localhost/feed/");
          case "releases pull" -> List.of(pushed(project, store));
          case "releases collect" -> List.of(pushed(project, store), "--keep", "0");
          case "releases export" -> List.of("--parquet", of.resolve("tables").toString());
          default -> List.of();
        };
    return Stream.concat(Stream.of(command.split(" ", -1)), arguments.stream())
        .toArray(String[]::new);
  }

  /// Returns a private key outside of the project. Without `ssh-keygen` it is not there, and the
  /// command says so.
  private Path key() throws IOException {
    Path key = folder.resolve("key");
    if (!Files.exists(key)) {
      try {
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
            .start()
            .onExit()
            .join();
      } catch (IOException _) {
        return key;
      }
    }
    return key;
  }

  private String pushed(Project project, String store) {
    assertThat(project.run("releases", "push", store).code()).isZero();
    return store;
  }

  /// Returns the state to compare with: the same questions, so that their answers are compared.
  private Path base(boolean asking) throws IOException {
    Path base = folder.resolve("base");
    if (asking && !Files.exists(base)) {
      PathUtils.copyDirectory(clean.folder(), base);
      prepare(WayIn.QUESTION, Project.at(base));
    }
    return asking ? base : clean.folder();
  }

  private static boolean saysSo(WayIn way, String printed) {
    return switch (way) {
      case FUNCTION_JAR, DRIVER_JAR ->
          printed.contains("does not run") && printed.contains("--plugins");
      case JAVASCRIPT -> printed.contains("has sh:js, which is not run");
      default -> printed.contains("The function <java:org.techrace.cli.Intruder> is not available");
    };
  }

  /// Returns true if code of the project has run since the last call.
  private static boolean hasRun() {
    boolean jar = System.clearProperty("techrace.test.intruder") != null;
    return Intruder.calls() > 0 || jar;
  }

  private void prepare(WayIn way, Project project) throws IOException {
    switch (way) {
      case FUNCTION_JAR -> {
        jar(project, "FunctionIntruder");
        project.edit(
            MAPPING,
            "[ rml:reference \"name\" ]",
            "[ rml:functionExecution [ rml:function <https://example.org/functions#run> ] ]");
      }
      case DRIVER_JAR -> {
        jar(project, "DriverIntruder");
        project.write(
            "techrace.toml",
            Files.readString(project.folder().resolve("techrace.toml"))
                + "\n[sandbox]\njdbc = [\"jdbc:intruder:\"]\n");
        source(
            project,
            "rml:source [ <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#jdbcDSN>"
                + " \"jdbc:intruder:x\" ] ; rml:iterator \"SELECT * FROM t\" ;"
                + " rml:referenceFormulation rml:SQL2008Query ] ;");
      }
      case FUNCTION ->
          project.write(
              "functions/own.ttl",
              """
              @prefix sh: <http://www.w3.org/ns/shacl#> .
              <https://example.org/functions#run> a sh:SPARQLFunction ;
                sh:select "SELECT (%s AS ?x) {}" .
              """
                  .formatted(CALL));
      case SOURCE -> {
        project.write("data/telescopes/d.ttl", "<http://example.org/a> <http://example.org/b> 1 .");
        source(
            project,
            "rml:source [ rml:path \"d.ttl\" ] ; rml:iterator \"SELECT * { ?slug ?name ?observatory FILTER(%s) }\" ; rml:referenceFormulation <http://www.w3.org/ns/formats/SPARQL_Results_CSV> ] ;"
                .formatted(CALL));
      }
      case JAVASCRIPT ->
          shape(
              project,
              "sh:js [ sh:jsFunctionName \"run\" ; sh:jsLibrary [ sh:jsLibraryURL \"run.js\" ] ]");
      case SHAPE ->
          shape(project, "sh:sparql [ sh:select \"SELECT $this { FILTER(%s) }\" ]".formatted(CALL));
      case CHECK -> {
        project.write(
            "queries/checks/run.rq",
            "# Problem: p.\n# Solution: s.\nSELECT ?node { ?node a ?c FILTER(%s) }"
                .formatted(CALL));
        project.write(
            "queries/checks/severity.tsv",
            Files.readString(project.folder().resolve("queries/checks/severity.tsv"))
                + "run\tERROR\n");
      }
      case QUESTION ->
          project.write(
              "queries/questions/01-run.ttl",
              """
              @prefix sh: <http://www.w3.org/ns/shacl#> .
              @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
              <#run> a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ; rdfs:label "Run?"@en ; rdfs:comment "Run."@en ;
                sh:select "SELECT ?s { ?s a ?c FILTER(%s) } ORDER BY ?s" .
              """
                  .formatted(CALL));
      case PAGE ->
          project.write(
              "queries/pages/explore/run.rq",
              "# Title: Run\nSELECT ?s { ?s a ?c FILTER(%s) }".formatted(CALL));
    }
  }

  private static void shape(Project project, String constraint) throws IOException {
    project.write(
        "ontology/shapes/run.ttl",
        """
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        PREFIX tr: <https://w3id.org/techrace/ontology#>
        <https://example.org/run> a sh:NodeShape ; sh:targetClass tr:Telescope ; %s .
        """
            .formatted(constraint));
  }

  /// Replaces the logical source of the mapping.
  private static void source(Project project, String source) throws IOException {
    project.write(
        MAPPING,
        Files.readString(project.folder().resolve(MAPPING))
            .replaceFirst("(?s)rml:source \\[.*?rml:CSV \\] ;", Matcher.quoteReplacement(source)));
  }

  /// Puts a jar with a service into the folder `plugins` of a project. Its class says when it is
  /// initialized.
  private void jar(Project project, String name) throws IOException {
    Path jar = folder.resolve(name + ".jar");
    if (!Files.exists(jar)) {
      compile(name, jar);
    }
    Files.createDirectories(project.folder().resolve("plugins"));
    Files.copy(jar, project.folder().resolve("plugins").resolve(name + ".jar"));
  }

  private void compile(String name, Path jar) throws IOException {
    boolean driver = name.startsWith("Driver");
    Path source = folder.resolve(name + ".java");
    Files.writeString(
        source,
        driver
            ? """
            import java.sql.*;
            import java.util.Properties;
            public class DriverIntruder implements Driver {
              static { System.setProperty("techrace.test.intruder", "driver"); }
              public Connection connect(String url, Properties p) throws SQLException { throw new SQLException("intruder"); }
              public boolean acceptsURL(String url) { return url.startsWith("jdbc:intruder:"); }
              public DriverPropertyInfo[] getPropertyInfo(String u, Properties p) { return new DriverPropertyInfo[0]; }
              public int getMajorVersion() { return 1; }
              public int getMinorVersion() { return 0; }
              public boolean jdbcCompliant() { return false; }
              public java.util.logging.Logger getParentLogger() { return null; }
            }
            """
            : """
            import java.util.List;
            import org.techrace.engine.expression.*;
            public class FunctionIntruder implements FunctionProvider {
              static { System.setProperty("techrace.test.intruder", "function"); }
              public List<MappingFunction> functions() { return List.of(); }
            }
            """);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(
                    null,
                    null,
                    null,
                    "-proc:none",
                    "-cp",
                    System.getProperty("java.class.path"),
                    source.toString()))
        .isZero();
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name + ".class"));
      zip.write(Files.readAllBytes(folder.resolve(name + ".class")));
      zip.putNextEntry(
          new ZipEntry(
              "META-INF/services/"
                  + (driver
                      ? "java.sql.Driver"
                      : "org.techrace.engine.expression.FunctionProvider")));
      zip.write(name.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// The same code runs if the person who runs the command allows it: the test sees code that runs.
  @Test
  void jarsRunWhereTheUserAllowsThem() throws IOException {
    for (WayIn way : List.of(WayIn.FUNCTION_JAR, WayIn.DRIVER_JAR)) {
      for (String command : List.of("check", "map", "explain")) {
        Project project = copy(way + "-" + command);
        prepare(way, project);
        String jars = project.folder().resolve("plugins").toString();
        Project.Outcome outcome =
            project.run(
                Stream.concat(
                        Stream.of(line(command, false, project)),
                        Stream.of("--plugins", jars, "--jdbc", "jdbc:intruder:"))
                    .toArray(String[]::new));
        assertThat(outcome.err()).doesNotContain("does not run");
        assertThat(hasRun()).as("%s runs %s", command, way.shown).isTrue();
      }
    }
  }

  @Test
  void theEnvironmentAllowsAFolderWithAnAbsolutePath() throws Exception {
    Project project = copy("environment");
    prepare(WayIn.FUNCTION_JAR, project);
    String jars = project.folder().resolve("plugins").toString();
    assertThat(functions(project, jars)).doesNotContain("does not run", "absolute path");
    assertThat(functions(project, "plugins")).contains("expected an absolute path");
  }

  private static String functions(Project project, String variable) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "functions",
                "upper")
            .directory(project.folder().toFile())
            .redirectErrorStream(true);
    command.environment().put("TECHRACE_PLUGINS", variable);
    Process process = command.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
