package org.techrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.fetch.Publisher;
import picocli.CommandLine;

/// Each documented command, with its most important options, in a JVM of its own: in a JVM that has
/// run another command before, a command may find classes initialized that it does not initialize.
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.MethodName.class)
final class CommandsTest {
  private static final String TABLE =
      """
      slug,name,observatory,aperture,first_light
      vlt,Very Large Telescope,paranal,8.2,1998-05-25
      """;

  @TempDir private static Path folder = Path.of("");
  private static Project project = Project.at(folder);
  private static Publisher publisher;
  private static String first = "";
  private static String second = "";

  /// The commands that were run.
  private static final Set<String> run = new TreeSet<>();

  @BeforeAll
  static void twoReleases() throws Exception {
    publisher = new Publisher();
    publisher.file("/telescopes", TABLE, "\"v1\"");
    project = Project.in(folder.resolve("project"));
    project.write(
        "data/telescopes/fetch.csv",
        """
        table,url,media_type,licence,documentation
        telescopes.csv,%s,text/csv,https://creativecommons.org/publicdomain/zero/1.0/,https://example.org/docs
        """
            .formatted(publisher.url("/telescopes")));
    project.write("new/extra.csv", "id,name,diameter\na,Extra One,2.5\nb,Extra Two,3.5\n");
    project.write("new/names.csv", "name\nVISTA\nSubaru\n");
    project.write("new/cells.csv", "name;in t, m, l\nVISTA;1\n");
    project.write(
        "new/all.rq",
        "SELECT ?s ?l { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l } ORDER BY ?s ?l");
    project.write(
        "new/search.rq",
        "PREFIX text: <http://jena.apache.org/text#> SELECT (COUNT(*) AS ?n) { ?s text:query"
            + " \"vista\" }");
    project.write("new/predictions.jsonl", "");
  }

  @AfterAll
  static void closePublisher() {
    publisher.close();
  }

  /// What a command has printed.
  private record Outcome(int code, String out, String err) {}

  private static Process start(List<String> args, Path out, Path err) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(args);
    run.add(String.join(" ", args.stream().takeWhile(word -> word.matches("[a-z]+")).toList()));
    return new ProcessBuilder(command)
        .directory(project.folder().toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  /// Runs a command in the folder of the project until it ends, with an input.
  private static Outcome ask(String input, String... args) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process = start(List.of(args), out, err);
    try {
      process.getOutputStream().write(input.getBytes(UTF_8));
      process.getOutputStream().close();
    } catch (IOException e) {
      // The command has ended without reading its input.
    }
    Outcome outcome = new Outcome(process.waitFor(), Files.readString(out), Files.readString(err));
    assertThat(outcome.err()).as("%s", List.of(args)).doesNotContain("this is a bug");
    return outcome;
  }

  /// Runs a command that must succeed.
  private static String succeeds(String... args) throws Exception {
    Outcome outcome = ask("", args);
    assertThat(outcome.code()).as("%s: %s", List.of(args), outcome).isZero();
    return outcome.out();
  }

  /// Runs a command until it has printed a text, then ends it with SIGTERM.
  private static void runs(String until, String... args) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process = start(List.of(args), out, err);
    try {
      while (!Files.readString(out).contains(until)) {
        assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
        Thread.sleep(50);
      }
      process.destroy();
      assertThat(process.waitFor()).as(Files.readString(err)).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(err)).doesNotContain("this is a bug");
  }

  private static String current() throws IOException {
    return project.releases().current().orElseThrow();
  }

  @Test
  void aBuildsTwoReleases() throws Exception {
    assertThat(succeeds("check")).doesNotContain("ERROR");
    succeeds("build");
    first = current();
    project.edit("data/telescopes/telescopes.csv", "VISTA,paranal,4.1", "VISTA,paranal,4.2");
    succeeds("build", "--force");
    second = current();
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void bListsComparesAndChangesReleases() throws Exception {
    assertThat(succeeds("releases", "list")).contains(first).contains("* " + second);
    assertThat(succeeds("releases", "diff", first, second)).contains("superseded").contains("1");
    assertThat(succeeds("releases", "diff", "--patch", first, second)).contains("TC .");
    assertThat(succeeds("releases", "verify")).contains("unchanged since it was sealed");
    assertThat(succeeds("releases", "cited")).contains("in all");
    assertThat(succeeds("releases", "rollback")).contains(first);
    assertThat(succeeds("releases", "promote", second)).contains(second);
    succeeds("releases", "feed", "-o", "new/feed", "--url", "https://example.org/feed/");
    assertThat(project.folder().resolve("new/feed")).isNotEmptyDirectory();
    succeeds("releases", "export", "--parquet", "new/parquet");
    assertThat(project.folder().resolve("new/parquet")).isNotEmptyDirectory();
  }

  @Test
  void cSignsSendsAndReceivesReleases() throws Exception {
    Path key = folder.resolve("key");
    assertThat(
            new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .start()
                .waitFor())
        .isZero();
    succeeds("releases", "sign", "--key", key.toString());
    String store = folder.resolve("store").toUri().toString();
    assertThat(succeeds("releases", "push", store)).contains(second);
    assertThat(succeeds("releases", "pull", store, "--releases", "new/pulled")).contains(second);
    runs("following", "releases", "follow", store, "--releases", "new/followed");
    assertThat(succeeds("releases", "collect", store, "--keep", "1")).contains("retired");
  }

  @Test
  void dQueriesAndVerifies() throws Exception {
    assertThat(succeeds("query", "new/all.rq", "-f", "csv")).contains("VISTA");
    assertThat(succeeds("query", "new/search.rq", "-f", "csv"))
        .as("names are searched as on the server")
        .isEqualToNormalizingNewlines("n\n1\n");
    assertThat(succeeds("query", "--explain", "new/all.rq")).contains("rows");
    String link = "/release/%s/answer?hash=%s&query=ASK%%7B%%7D".formatted(second, "0".repeat(64));
    assertThat(ask("", "verify", link).code()).as("the hash is another one").isEqualTo(1);
    succeeds("benchmark", "tasks", "-o", "new/tasks.jsonl");
    succeeds("benchmark", "score", "new/predictions.jsonl");
    assertThat(succeeds("link", "new/names.csv", "-o", "new/linked.csv")).isNotNull();
    assertThat(succeeds("link", "new/cells.csv", "--delimiter", ";", "-o", "new/linked.csv"))
        .startsWith("1 rows: 1 matched");
    String initialize =
        """
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}
        """;
    String called =
        """
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "find", "arguments": {"text": "VISTA"}}}
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "show_class", "arguments": {}}}
        {"jsonrpc": "2.0", "id": 4, "method": "tools/call", "params": {"name": "query", "arguments": {"query": "SELECT ?s { ?s ?p \\"VISTA\\"@en }"}}}
        {"jsonrpc": "2.0", "id": 5, "method": "resources/read", "params": {"uri": "techrace://schema"}}
        """;
    Outcome mcp = ask(initialize + called, "mcp");
    assertThat(mcp.code()).as("%s", mcp).isZero();
    assertThat(mcp.out())
        .contains("serverInfo", "\"id\":2", "\"id\":3", "\"id\":4", "\"id\":5", "VISTA")
        .doesNotContain("\"isError\":true", "\"error\":");
    runs("Press Ctrl-C", "serve", "--port", "0", "-o", "serve.operations-port=0");
  }

  @Test
  void eMapsAndExplains() throws Exception {
    assertThat(succeeds("map", "data/telescopes/mapping.ttl")).contains("telescope-vlt");
    assertThat(succeeds("explain", "data/telescopes/mapping.ttl", "--row", "2")).contains("VISTA");
    assertThat(succeeds("explain", "data/telescopes/mapping.ttl", "--plan"))
        .contains("telescopes.csv");
    assertThat(succeeds("functions")).contains("fn:");
    Path converted = project.folder().resolve("data/telescopes/again.yml");
    succeeds("convert", "data/telescopes/mapping.ttl", "-o", "data/telescopes/again.yml");
    assertThat(converted).isNotEmptyFile();
    Files.delete(converted);
    assertThat(succeeds("csvw", "new/extra.csv")).contains("extra.csv#");
    succeeds("init", "new/extra.csv");
    assertThat(project.folder().resolve("new/mapping.ttl")).isNotEmptyFile();
    succeeds("review");
    assertThat(succeeds("fetch", "--list")).contains("telescopes");
    assertThat(succeeds("fetch", "--cache", "new/cache", "--web", publisher.host()))
        .contains("fetched");
    succeeds("start", "--yes", "--no-serve", "--folder", "started", "new/extra.csv");
    succeeds("new", "another");
    succeeds("add", "--project", "another", "--yes", "new/extra.csv");
  }

  @Test
  void fLooksAfterIt() throws Exception {
    assertThat(ask("", "doctor").code()).isIn(0, 1);
    assertThat(succeeds("releases", "prune", "--keep", "1")).contains("deleted");
    assertThat(succeeds("help", "build")).contains("Usage: techrace build");
    assertThat(succeeds("--version")).startsWith("techrace ");
  }

  /// All commands that `docs/cli.md` describes have been run above.
  @Test
  void gRunsEachDocumentedCommand() throws IOException {
    Set<String> documented = new TreeSet<>();
    Pattern.compile("^## \\./techrace (.+)$", Pattern.MULTILINE)
        .matcher(Files.readString(Path.of("docs/cli.md")))
        .results()
        .map(heading -> heading.group(1))
        .forEach(documented::add);
    Set<String> groups = new TreeSet<>();
    for (CommandLine line : Main.commandLine(new String[0]).getSubcommands().values()) {
      if (!line.getSubcommands().isEmpty()) {
        groups.add(line.getCommandName());
      }
    }
    documented.removeAll(groups);
    assertThat(documented).isNotEmpty();
    assertThat(documented.stream().filter(CommandsTest::wasNotRun)).isEmpty();
  }

  private static boolean wasNotRun(String command) {
    return Stream.of(command)
        .noneMatch(name -> run.stream().anyMatch(r -> (r + " ").startsWith(name + " ")));
  }
}
