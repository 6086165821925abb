package org.techrace.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.cli.Main;
import org.techrace.release.Releases;
import org.techrace.report.Report;
import org.techrace.serve.Options;
import org.techrace.serve.OptionsReader;
import org.techrace.serve.Server;
import org.techrace.settings.GraphSettings;
import org.techrace.settings.Settings;

/// A graph about something else, with another base and language, made outside of this clone by
/// following `docs/own-graph.md` word for word; then every type of page in a browser.
@Tag("long")
final class SecondGraphTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /// What belongs to the graph of this clone.
  private static final Pattern OURS =
      Pattern.compile("technolog|the race|w3id\\.org/techrace/(?!tool)", Pattern.CASE_INSENSITIVE);

  private static final String THING = "https://example.org/kaese/id/kaese-roquefort";

  @TempDir private Path folder;

  /// Follows the document, and returns the folder of the project.
  private Path follow() throws Exception {
    Path here = folder;
    String said = "";
    for (Matcher block = BLOCK.matcher(Files.readString(Path.of("docs/own-graph.md")));
        block.find(); ) {
      String text = block.group(2);
      switch (block.group(1)) {
        case "csv" -> Files.writeString(folder.resolve("cheeses.csv"), text);
        case "sparql" -> Files.writeString(folder.resolve("milk.rq"), text);
        case "sh" -> {
          for (String line : text.lines().toList()) {
            if (line.startsWith("cd ")) {
              here = here.resolve(line.substring(3));
            } else if (!line.contains("milk.rq")) {
              said = run(line, here);
            }
          }
        }
        default -> assertThat(said).contains(text);
      }
    }
    assertThat(run("techrace query ../milk.rq", here))
        .contains("Gruyère", "Kuh", "Manchego", "Roquefort", "Schaf");
    return here;
  }

  /// Adds a table of figures by place and year, which becomes a data cube.
  private static void addFigures(Path project) throws IOException {
    Path folder = Files.createDirectories(project.resolve("data/ertrag"));
    Files.writeString(
        folder.resolve("ertrag.csv"),
        "Ort,Jahr,Ertrag\nSchweiz,2019,7\nSchweiz,2020,8\nSpanien,2019,6\nSpanien,2020,9\n");
    run("techrace init " + folder.resolve("ertrag.csv"), project);
    run("techrace build", project);
  }

  private static String run(String line, Path here) {
    List<String> words = new ArrayList<>();
    for (Matcher word = WORD.matcher(line); word.find(); ) {
      words.add(word.group(1) != null ? word.group(1) : word.group(2));
    }
    assertThat(words.removeFirst()).isEqualTo("techrace");
    if (words.getFirst().equals("new")) {
      words.set(1, here.resolve(words.get(1)).toString());
    } else {
      words.replaceAll(w -> w.startsWith("../") ? here.resolve(w).normalize().toString() : w);
      words.addAll(List.of("--project", here.toString()));
    }
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    assertThat(Main.run(words.toArray(String[]::new), out, out)).as("%s%n%s", line, said).isZero();
    return said.toString();
  }

  /// The tools for language models know nothing but the second graph.
  private static void askAsALanguageModel(Server server) {
    try (McpSyncClient client =
        McpClient.sync(HttpClientStreamableHttpTransport.builder(server.uri().toString()).build())
            .build()) {
      client.initialize();
      assertThat(call(client, "find", Map.of("text", "Roquefort")))
          .contains("id:kaese-roquefort", "\"patterns\"");
      assertThat(call(client, "show_class", Map.of())).contains("kaese");
      assertThat(call(client, "explain", Map.of("iri", THING))).contains("Roquefort");
      assertThat(
              call(
                  client,
                  "query",
                  Map.of("query", "SELECT ?t { <" + THING + "> a ?t }", "ids", true)))
          .contains("\"sources\"");
      for (McpSchema.Resource resource : client.listResources().resources()) {
        assertThat(client.readResource(resource).contents().toString())
            .contains("example.org/kaese")
            .doesNotContainPattern(OURS);
      }
    }
  }

  private static String call(McpSyncClient client, String tool, Map<String, Object> arguments) {
    McpSchema.CallToolResult result =
        client.callTool(McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
    String text = result.content().toString();
    assertThat(result.isError()).as(text).isNotEqualTo(true);
    assertThat(text).doesNotContainPattern(OURS);
    return text;
  }

  @Test
  void everyPageTypeIsAboutTheSecondGraphAlone() throws Exception {
    Path project = follow();
    addFigures(project);
    assumeTrue(
        Browser.present(), "Debian's packages chromium and chromium-driver are not installed");
    Report report = new Report();
    Settings settings = Settings.read(project, Map.of("serve.port", "0"), report);
    GraphSettings graph = GraphSettings.read(settings, project);
    Options options = OptionsReader.read(settings, graph, project);
    assertThat(report.findings()).isEmpty();
    Releases releases = new Releases(project.resolve("releases"));
    try (Server server = Server.start(options, releases);
        Browser browser = Browser.start()) {
      askAsALanguageModel(server);
      String release = releases.current().orElseThrow();
      String query = URLEncoder.encode("SELECT * { ?s ?p ?o } LIMIT 20", UTF_8);
      for (String path :
          List.of(
              "/",
              "/explore",
              "/explore/sources",
              "/observations",
              "/observations?view=table&share=yes&scale=log",
              "/compare",
              "/compare?thing=kaese-roquefort&thing=kaese-manchego",
              "/questions",
              "/questions/01-planets",
              "/questions/02-kinds",
              "/sparql",
              "/sparql?format=html&query=" + query,
              "/ontology",
              "/downloads",
              "/search?q=Roquefort",
              "/search?q=zzzz",
              "/list/Kaese",
              "/list/Planet",
              "/page/kaese-roquefort",
              "/page/planet-saturn",
              "/page/graph/cheeses",
              "/page/release/" + release,
              "/reports/data-quality",
              "/reports/sources-and-licences",
              "/nowhere")) {
        browser.open(server.uri().resolve(path));
        browser.await("h1");
        assertThat(browser.title()).as(path).endsWith("Käse");
        assertThat(browser.find(".brand").getText()).isEqualTo("Käse");
        String page = String.valueOf(browser.script("return document.documentElement.outerHTML"));
        assertThat(OURS.matcher(page).results().map(found -> found.group())).as(path).isEmpty();
        boolean isError = path.equals("/nowhere");
        assertThat(browser.complaints()).as(path).allMatch(c -> isError && c.contains("404"));
      }
      browser.open(server.uri().resolve("/observations"));
      assertThat(browser.find(".finding").getText()).contains("Spanien", "Schweiz", "2020");
      assertThat(browser.all("svg.plot:not(.handheld) polyline")).hasSize(2);
      browser.open(server.uri());
      assertThat(browser.find("h1").getText()).isEqualTo("Käse");
      assertThat(browser.find("body").getText())
          .contains("Kreis der Käsefreunde", "CC0 1.0", "https://example.org/kaese/release/");
      browser.open(server.uri().resolve("/page/kaese-roquefort"));
      assertThat(browser.find("h1").getText()).isEqualTo("Roquefort");
      assertThat(browser.find("body").getText()).contains(THING, "Schaf", "Frankreich");
    }
  }
}
