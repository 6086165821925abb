package org.techrace.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs the notebooks and the tests of the client in Python against a server.
@Tag("long")
@UsesServedProject
final class NotebooksTest {
  private static final Path NOTEBOOKS = Path.of("clients/notebooks");
  private static final Path CLIENT = Path.of("clients/python").toAbsolutePath();
  private static final String PYTHON = "/usr/bin/python3";
  private static final Pattern CHUNK = Pattern.compile("(?ms)^```\\{r[^}]*}\\n(.*?)^```$");

  private static final Pattern PYTHON_BLOCK = Pattern.compile("(?ms)^```python\\n(.*?)^```$");
  private static final Pattern R_BLOCK = Pattern.compile("(?ms)^```r\\n(.*?)^```$");

  @TempDir private Path folder = Path.of("");

  private record Outcome(int code, String output) {}

  private Outcome run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder process =
        new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
    process.environment().put("PYTHONPATH", CLIENT.toString());
    process.environment().putAll(environment);
    process.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    process.environment().put("MPLBACKEND", "Agg");
    process
        .environment()
        .put("MPLCONFIGDIR", Path.of("target/matplotlib").toAbsolutePath().toString());
    Process started = process.start();
    started.getOutputStream().close();
    String output = new String(started.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(started.waitFor(), output);
  }

  private boolean works(String... command) throws InterruptedException {
    try {
      return run(Map.of(), command).code() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private String output(Map<String, String> environment, String... command) throws Exception {
    Outcome outcome = run(environment, command);
    assertThat(outcome.code()).as(outcome.output()).isZero();
    return outcome.output();
  }

  /// Writes the code of a notebook in Python as a script.
  private Path script(String name) throws IOException {
    List<String> code = new ArrayList<>();
    JsonNode notebook = JsonMapper.shared().readTree(NOTEBOOKS.resolve(name).toFile());
    assertThat(notebook.get("nbformat").asInt()).isEqualTo(4);
    for (JsonNode cell : notebook.get("cells")) {
      if (cell.get("cell_type").asString().equals("code")) {
        assertThat(cell.get("outputs")).as("notebooks are kept without outputs").isEmpty();
        StringBuilder text = new StringBuilder();
        cell.get("source").forEach(line -> text.append(line.asString()));
        code.add(text.toString());
      }
    }
    return Files.writeString(folder.resolve(name + ".py"), String.join("\n\n", code) + "\n");
  }

  private static String site(ServedProject project) {
    return project.server().uri().toString().replaceFirst("/$", "");
  }

  private List<Path> figures() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("figures"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void theClientInPythonPassesItsTests(ServedProject project) throws Exception {
    assumeTrue(works(PYTHON, "--version"), "Debian's python3 is not installed");
    String output =
        output(Map.of(), PYTHON, CLIENT.resolve("tests/test_client.py").toString(), site(project));
    assertThat(output).contains("\nOK").contains("Ran 20 tests");
  }

  /// `pip install clients/python`, with the setuptools of the system: nothing is downloaded.
  @Test
  void theClientInPythonIsInstalledByPip(ServedProject project) throws Exception {
    assumeTrue(
        works(
            PYTHON,
            "-c",
            "import ensurepip, setuptools; setuptools.__version__ >= '70.1' or exit(1)"),
        "Debian's python3-venv and python3-setuptools are not installed");
    Path copy = folder.resolve("client");
    try (Stream<Path> files = Files.walk(CLIENT)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(CLIENT.relativize(file));
        Files.createDirectories(to.resolve("..").normalize());
        Files.copy(file, to);
      }
    }
    output(
        Map.of(),
        PYTHON,
        "-m",
        "venv",
        "--system-site-packages",
        folder.resolve("venv").toString());
    Path bin = folder.resolve("venv/bin");
    output(
        Map.of(),
        bin.resolve("pip").toString(),
        "install",
        "--no-build-isolation",
        "--no-index",
        copy.toString());
    String code =
        "import techrace; print(techrace.__file__, len(techrace.Graph('%s').questions()) > 100)"
            .formatted(site(project));
    assertThat(output(Map.of("PYTHONPATH", ""), bin.resolve("python").toString(), "-c", code))
        .contains("venv/lib")
        .endsWith("True\n");
  }

  @Test
  void theExamplesOfTheClientInPythonRun(ServedProject project) throws Exception {
    assumeTrue(works(PYTHON, "-c", "import pandas"), "Debian's python3-pandas is not installed");
    String code =
        PYTHON_BLOCK
            .matcher(Files.readString(CLIENT.resolve("README.md")))
            .results()
            .map(block -> block.group(1))
            .collect(Collectors.joining())
            .replace("http://localhost:3030", site(project));
    Path script = Files.writeString(folder.resolve("readme.py"), code);
    assertThat(output(Map.of(), PYTHON, script.toString()))
        .contains("China")
        .endsWith("True True [] []\n");
  }

  /// The lines of docs/five-ways.md: curl, Python, R and DuckDB.
  @Test
  void theLinesOfTheWaysInWork(ServedProject project) throws Exception {
    assumeTrue(works("curl", "--version"), "curl is not installed");
    String page =
        Files.readString(Path.of("docs/five-ways.md"))
            .replace("http://localhost:3030", site(project));
    for (String line : page.lines().filter(one -> one.startsWith("curl ")).toList()) {
      assertThat(output(Map.of(), "bash", "-c", line.replaceFirst("curl", "curl -fsS")))
          .as(line)
          .matches(answer -> line.contains(" -O ") || answer.lines().count() > 2);
    }
    Matcher sql = Pattern.compile("duckdb -c \"(.*)\"\n").matcher(page);
    assertThat(sql.find()).isTrue();
    String query = sql.group(1).replace("\\\"", "\"").replace("FROM '", "FROM '" + folder + "/");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).as(query).isTrue();
      assertThat(rows.getDouble("gdp")).isGreaterThan(1e12);
    }
    if (works(PYTHON, "-c", "import pandas")) {
      assertThat(output(Map.of(), PYTHON, "-c", block(PYTHON_BLOCK, page))).contains("Japan");
    }
    if (works(PYTHON, "-c", "import pandas, pyarrow")) {
      Matcher line = Pattern.compile("(?m)^python3 -c .*$").matcher(page);
      assertThat(line.find()).isTrue();
      assertThat(output(Map.of(), "bash", "-c", line.group().replace("python3", PYTHON)))
          .contains("China");
    }
    if (works("Rscript", "--version")) {
      Path script = Files.writeString(folder.resolve("ways.R"), block(R_BLOCK, page));
      assertThat(output(Map.of(), "Rscript", "--vanilla", script.toString())).contains("Japan");
    }
  }

  private static String block(Pattern kind, String page) {
    return kind.matcher(page).results().map(one -> one.group(1)).collect(Collectors.joining());
  }

  /// The program of docs/five-ways.md.
  @Test
  @Tag("long")
  void aGeneratedClientInTypeScriptRuns(ServedProject project) throws Exception {
    NodeClients.assumeInstalled();
    Matcher program =
        Pattern.compile("(?ms)^```ts\\n(.*?)^```$")
            .matcher(Files.readString(Path.of("docs/five-ways.md")));
    assertThat(program.find()).isTrue();
    assertThat(
            NodeClients.runTypeScript(
                project.uri("/api/v1/openapi.json").toString(),
                program.group(1).replace("http://localhost:3030", site(project))))
        .contains(" Japan ");
  }

  /// The program of docs/five-ways.md, with a client by OpenAPI Generator.
  @Test
  void aGeneratedClientInPythonRuns(ServedProject project) throws Exception {
    Path generator = Path.of("target/openapi-generator-cli.jar").toAbsolutePath();
    assumeTrue(
        Files.exists(generator), "the profile long copies OpenAPI Generator to " + generator);
    assumeTrue(
        works(PYTHON, "-c", "import pydantic, dateutil, urllib3"),
        "Debian's python3-pydantic, python3-dateutil and python3-urllib3 are not installed");
    output(
        Map.of(),
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "-jar",
        generator.toString(),
        "generate",
        "-g",
        "python",
        "-i",
        project.uri("/api/v1/openapi.json").toString(),
        "--package-name",
        "techrace_api",
        "-o",
        "generated");
    String program =
        block(
            Pattern.compile("(?ms)^```py\\n(.*?)^```$"),
            Files.readString(Path.of("docs/five-ways.md"))
                .replace("http://localhost:3030", site(project)));
    assertThat(
            output(
                    Map.of("PYTHONPATH", folder.resolve("generated").toString()),
                    PYTHON,
                    "-c",
                    program)
                .lines())
        .hasSize(3)
        .allMatch(line -> line.contains(" Japan"));
  }

  @Test
  void theNotebookInPythonGoesFromQuestionsToFigures(ServedProject project) throws Exception {
    assumeTrue(
        works(PYTHON, "-c", "import pandas, matplotlib"),
        "Debian's python3-pandas and python3-matplotlib are not installed");
    String output =
        output(Map.of("TECHRACE", site(project)), PYTHON, script("analyses.ipynb").toString());
    assertAnalyses(output);
    assertThat(output.lines().filter(line -> line.contains("/release/")))
        .as("each analysis is cited")
        .hasSize(5);
    assertThat(figures()).hasSize(5).allSatisfy(file -> assertThat(file.toFile()).isNotEmpty());
  }

  @Test
  void theNotebookInRGoesFromQuestionsToFigures(ServedProject project) throws Exception {
    assumeTrue(works("Rscript", "--version"), "R is not installed");
    StringBuilder code = new StringBuilder();
    CHUNK
        .matcher(Files.readString(NOTEBOOKS.resolve("analyses.Rmd")))
        .results()
        .forEach(chunk -> code.append(chunk.group(1)).append('\n'));
    Path script = Files.writeString(folder.resolve("analyses.R"), code);
    String output =
        output(Map.of("TECHRACE", site(project)), "Rscript", "--vanilla", script.toString());
    assertAnalyses(output);
    assertThat(output.lines().filter(line -> line.startsWith("@misc{"))).hasSize(5);
    assertThat(figures()).hasSize(5).allSatisfy(file -> assertThat(file.toFile()).isNotEmpty());
  }

  /// Asserts the results of the analyses, which are the same in both languages.
  private static void assertAnalyses(String output) {
    assertThat(output.lines().map(String::strip))
        .anyMatch(line -> line.matches("China \\d\\d(\\.\\d+)?"))
        .anyMatch(line -> line.matches("United States 20\\d\\d"))
        .anyMatch(line -> line.matches("European Union 20\\d\\d"))
        .anyMatch(line -> line.matches("Israel 5\\.56"))
        .anyMatch(line -> line.matches("United States \\d{2,}"))
        .anyMatch(line -> line.matches("Helen Zheng 38"));
  }

  /// The worked example of docs/http-api.md: a figure is cited, a new release changes it, and the
  /// link still verifies and shows the difference.
  @Test
  void aCitedFigureStillVerifiesAfterANewReleaseHasChangedIt() throws Exception {
    assumeTrue(works(PYTHON, "--version"), "Debian's python3 is not installed");
    SealedReleases sealed = new SealedReleases(folder.resolve("releases"));
    sealed.seal("2026-01-15", 100);
    Path script = script("cite.ipynb");
    try (TestServer server = sealed.serve(TestServer.OPTIONS)) {
      Map<String, String> environment =
          Map.of(
              "TECHRACE",
              server.uri("/").toString(),
              "FIGURE_QUERY",
              "SELECT ?n { ?f <https://w3id.org/techrace/ontology#staff> ?n }");
      String first = output(environment, PYTHON, script.toString());
      assertThat(first.lines())
          .contains("figure: 100", "verified: True", "unchanged")
          .anyMatch(line -> line.startsWith("cited: ") && line.contains(sealed.ids.getFirst()));
      String id = sealed.seal("2026-02-15", 250);
      sealed.releases.promote(id);
      server.awaitRelease(id);
      String integer = "^^<http://www.w3.org/2001/XMLSchema#integer>";
      assertThat(output(environment, PYTHON, script.toString()).lines())
          .contains(
              "figure: 250",
              "verified: True",
              "cited: \"100\"" + integer,
              "now: \"250\"" + integer);
    }
  }
}
