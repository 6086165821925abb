package org.techrace.serve.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Holds scripted dialogues with the server, with the client of the MCP SDK over both transports.
@UsesServedProject
final class McpTest {
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  private static final BlockingQueue<ProgressNotification> REPORTS = new LinkedBlockingQueue<>();
  private static final Path LIMITS = Path.of("src/cli/test/resources/mcp/limits.txt");

  private static ServedProject project;
  private static McpSyncClient http;
  private static McpSyncClient stdio;

  @BeforeAll
  static void connect(ServedProject served) {
    project = served;
    http = client(HttpClientStreamableHttpTransport.builder(served.uri("/").toString()).build());
    ServerParameters command =
        ServerParameters.builder(Path.of(System.getProperty("java.home"), "bin", "java").toString())
            .args(
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "org.techrace.cli.Main",
                "mcp",
                "--releases",
                served.folder().path().toString(),
                "-o",
                "limits.answer-limits-seconds=" + ServedProject.CHECKS.toSeconds())
            .build();
    stdio = client(new StdioClientTransport(command, McpJsonDefaults.getMapper()));
  }

  private static McpSyncClient client(McpClientTransport transport) {
    McpSyncClient client =
        McpClient.sync(transport)
            .progressConsumer(REPORTS::add)
            .requestTimeout(Duration.ofMinutes(2))
            .initializationTimeout(Duration.ofMinutes(2))
            .build();
    client.initialize();
    return client;
  }

  @AfterAll
  static void disconnect() {
    http.closeGracefully();
    stdio.closeGracefully();
  }

  @TestFactory
  Stream<DynamicTest> dialoguesOverHttp() throws Exception {
    return dialogues(one -> one.hold(http));
  }

  @TestFactory
  Stream<DynamicTest> dialoguesOverStandardInput() throws Exception {
    return dialogues(one -> one.hold(stdio));
  }

  private static Stream<DynamicTest> dialogues(ThrowingConsumer<Dialogue> test) throws Exception {
    List<Dialogue> all = Dialogue.all();
    assertThat(all).hasSizeGreaterThanOrEqualTo(40);
    return DynamicTest.stream(all.stream(), Dialogue::title, test);
  }

  @Test
  void toolsAreReadOnlyAndDescribed() {
    List<Tool> tools = http.listTools().tools();
    assertThat(tools)
        .extracting(Tool::name)
        .containsExactly("find", "show_class", "show_question", "query", "coverage", "explain");
    // The client holds each answer against this schema.
    assertThat(tools).allMatch(tool -> tool.outputSchema().containsKey("properties"));
    assertThat(tools).allMatch(tool -> tool.annotations().readOnlyHint());
    assertThat(tools).allMatch(tool -> tool.description().length() > 50);
    assertThat(stdio.listTools().tools()).isEqualTo(tools);
    assertThat(http.getServerInstructions()).contains("Keep the hedges");
  }

  @Test
  void theDocumentNamesTheArgumentsOfEachTool() throws Exception {
    String page = Files.readString(Path.of("docs/http-api.md"));
    for (Tool tool : http.listTools().tools()) {
      Matcher row =
          Pattern.compile("(?m)^\\| `%s` \\| ([^|]*) \\|".formatted(tool.name())).matcher(page);
      assertThat(row.find()).as(tool.name()).isTrue();
      List<String> arguments =
          Pattern.compile("`(\\w+)`").matcher(row.group(1)).results().map(m -> m.group(1)).toList();
      Map<?, ?> properties =
          (Map<?, ?>) Objects.requireNonNull(tool.inputSchema().get("properties"));
      assertThat(arguments)
          .as(tool.name())
          .isEqualTo(properties.keySet().stream().map(Object::toString).toList());
    }
  }

  @TestFactory
  Stream<DynamicTest> progressIsReported() {
    return Map.of("over HTTP", http, "over standard input", stdio).entrySet().stream()
        .map(
            client ->
                DynamicTest.dynamicTest(
                    client.getKey(),
                    () -> {
                      CallToolResult result =
                          client
                              .getValue()
                              .callTool(
                                  CallToolRequest.builder("show_class")
                                      .arguments(Map.of())
                                      .meta(Map.of("progressToken", "p-1"))
                                      .build());
                      assertThat(result.isError()).isNotEqualTo(true);
                      ProgressNotification first =
                          Objects.requireNonNull(
                              REPORTS.poll(1, TimeUnit.MINUTES), "a report of progress");
                      assertThat(first.progressToken()).isEqualTo("p-1");
                      assertThat(first.progress()).isZero();
                      REPORTS.clear();
                    }));
  }

  @Test
  void aStreamEndsWithTheAnswer() throws Exception {
    String asked =
        PING.replace("\"ping\"", "\"ping\",\"params\":{\"_meta\":{\"progressToken\":7}}");
    HttpResponse<String> answer =
        send(
            asked,
            "Content-Type",
            "application/json",
            "Accept",
            "application/json, text/event-stream");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(answer.body())
        .startsWith(
            "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"")
        .endsWith("data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n\n");
    HttpResponse<String> json =
        send(asked, "Content-Type", "application/json", "Accept", "application/json");
    assertThat(json.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
  }

  @Test
  void ninetyRowsAreShort() {
    String query =
        """
        SELECT ?area ?year ?value { ?figure tr:indicator sch:indicator-rd-share-of-gdp ; \
        tr:area ?area ; tr:when ?year ; tr:value ?value } ORDER BY DESC(?year) DESC(?value)\
        """;
    CallToolResult result =
        http.callTool(
            CallToolRequest.builder("query")
                .arguments(Map.of("query", query, "limit", 90))
                .build());
    String text = ((TextContent) result.content().getFirst()).text();
    JsonNode answer = JsonMapper.shared().readTree(text);
    assertThat(answer.path("rows").size()).isEqualTo(90);
    assertThat(answer.path("rows").toString().length() / 90).isLessThanOrEqualTo(60);
  }

  /// A language model pays for each character.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          find       | text  | R&D intensity
          find       | text  | export controls on advanced chips
          find       | text  | who has the most GPUs
          find       | text  | Huawei
          show_class |       |
          show_class | class | tr:Policy
          show_class | class | qb:Observation
          show_class | class | tr:Firm
          coverage   | iri   | sch:indicator-rd-share-of-gdp
          coverage   | iri   | tr:Cluster
          """)
  void rowsAreShort(String tool, @Nullable String argument, @Nullable String value) {
    Map<String, Object> arguments =
        argument == null || value == null ? Map.of() : Map.of(argument, value);
    JsonNode rows = called(tool, arguments).path("rows");
    assertThat(rows).isNotEmpty();
    assertThat(rows.toString().length() / rows.size()).isLessThanOrEqualTo(75);
  }

  /// Sources, licences and names of documents are there once, not in each piece.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ?claim { ?claim a tr:Claim } ORDER BY ?claim",
        "SELECT ?policy ?day { ?policy a tr:Policy ; tr:when ?day } ORDER BY ?policy",
        "SELECT ?v { ?f tr:indicator sch:indicator-gdp ; tr:value ?v } ORDER BY ?f"
      })
  void evidenceIsShort(String query) {
    JsonNode answer = called("query", Map.of("query", query, "limit", 30, "evidence", true));
    assertThat(answer.path("evidence")).isNotEmpty();
    int rows = answer.path("rows").size();
    int names = answer.path("documentNames").toString().length();
    assertThat((answer.path("evidence").toString().length() + names) / rows)
        .isLessThanOrEqualTo(250);
  }

  /// The pattern of the limit leaves out the things that it names, and only these.
  @Test
  void theRemedyForKindsLeavesThemOut() {
    String query = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a tr:Cluster %s }";
    JsonNode all = called("query", Map.of("query", query.formatted("")));
    String first =
        all.path("limits")
            .valueStream()
            .map(JsonNode::asString)
            .filter(one -> one.startsWith("?c: of "))
            .findFirst()
            .orElseThrow();
    Matcher limit =
        Pattern.compile("\\?c: of (\\d+) that the query reads, .*, `(.*)` leaves them out")
            .matcher(first);
    assertThat(limit.matches()).as(first).isTrue();
    assertThat(limit.group(1)).isEqualTo(all.at("/rows/0/0").asString());
    JsonNode without = called("query", Map.of("query", query.formatted(limit.group(2))));
    assertThat(without.path("limits").toString()).doesNotContain("?c: of ");
    JsonNode plain =
        called(
            "query",
            Map.of("query", query.formatted("MINUS { ?c tr:kind ?k . ?k tool:caution ?caution }")));
    assertThat(without.at("/rows/0/0")).isEqualTo(plain.at("/rows/0/0"));
  }

  @Test
  void tablesAreReadInParts() {
    for (String name : List.of("indicators", "lists")) {
      String whole = text("techrace://" + name + "/all");
      List<String> lines = new ArrayList<>();
      String next = "techrace://" + name;
      while (!next.isEmpty()) {
        String part = text(next);
        assertThat(part).hasSizeLessThanOrEqualTo(6_000);
        List<String> own = part.lines().toList();
        Matcher more = Pattern.compile("… and \\d+ more: read (\\S+),.*").matcher(own.getLast());
        next = more.matches() ? more.group(1) : "";
        lines.addAll(
            own.subList(lines.isEmpty() ? 0 : 1, next.isEmpty() ? own.size() : own.size() - 1));
      }
      assertThat(lines).isEqualTo(whole.lines().toList());
    }
    assertThatThrownBy(() -> text("techrace://indicators/99")).hasMessageContaining("the parts 1");
  }

  /// A question that is found by its words is not taken for the one that was named.
  @Test
  void aQuestionFoundByWordsSaysSo() {
    JsonNode named = called("show_question", Map.of("name", "rare-earth-production"));
    assertThat(named.has("notes")).isFalse();
    JsonNode misspelt = called("show_question", Map.of("name", "rare earths produced"));
    assertThat(misspelt.path("notes").path(0).asString())
        .isEqualTo(
            "No question has the name 'rare earths produced'; this is '%s', found by its words."
                .formatted(misspelt.at("/rows/0/1").asString()));
  }

  /// No class has a property that its line leaves out without saying so.
  @Test
  void theSchemaSaysWhatItLeavesOut() {
    for (String line : text("techrace://schema").lines().toList()) {
      Matcher type = Pattern.compile("(\\w+:\\w+) \\(.*, \\d+\\): (.*)").matcher(line);
      if (type.matches()) {
        Matcher more = Pattern.compile(" … and (\\d+) more$").matcher(type.group(2));
        int left = more.find() ? Integer.parseInt(more.group(1)) : 0;
        long named =
            Stream.of(type.group(2).split(" ")).filter(word -> word.matches("[\\w-]+:.*")).count();
        // All but the class and the label.
        long all =
            called("show_class", Map.of("class", type.group(1)))
                .path("rows")
                .valueStream()
                .map(row -> row.get(0).asString())
                .filter(property -> !List.of("rdf:type", "rdfs:label").contains(property))
                .count();
        assertThat(named + left).as(line).isEqualTo(all);
      }
    }
  }

  @Test
  void unknownToolsResourcesAndPromptsNameTheNearest() {
    for (McpSyncClient client : List.of(http, stdio)) {
      assertThatThrownBy(
              () ->
                  client.callTool(CallToolRequest.builder("show_clas").arguments(Map.of()).build()))
          .hasMessageContaining("did you mean 'show_class'?");
      assertThatThrownBy(
              () ->
                  client.readResource(ReadResourceRequest.builder("techrace://indicatrs").build()))
          .hasMessageContaining("did you mean 'techrace://indicators'?");
      assertThatThrownBy(() -> client.getPrompt(GetPromptRequest.builder("anser").build()))
          .hasMessageContaining("did you mean 'answer'?");
    }
  }

  private static String text(String uri) {
    ReadResourceRequest read = ReadResourceRequest.builder(uri).build();
    return ((TextResourceContents) http.readResource(read).contents().getFirst()).text();
  }

  @TestFactory
  Stream<DynamicTest> resourcesAreTexts() {
    assertThat(http.listResources().resources())
        .extracting(Resource::name)
        .containsExactlyInAnyOrder("schema", "prefixes", "indicators", "lists");
    return http.listResources().resources().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.name(),
                    () -> {
                      String text = text(http, one);
                      assertThat(text).isNotBlank().isEqualTo(text(stdio, one));
                      if (one.name().equals("schema")) {
                        assertThat(text)
                            .hasSizeLessThanOrEqualTo(6_000)
                            .contains("tr:Claim (claim, ");
                      } else if (one.name().equals("indicators")) {
                        assertThat(text).contains("sch:indicator-rd-share-of-gdp\t");
                      }
                    }));
  }

  private static String text(McpSyncClient client, Resource resource) {
    return ((TextResourceContents) client.readResource(resource).contents().getFirst()).text();
  }

  @Test
  void promptsTakeTheirArgument() {
    assertThat(http.listPrompts().prompts())
        .extracting(Prompt::name)
        .containsExactlyInAnyOrder("answer", "check", "profile");
    GetPromptResult prompt =
        http.getPrompt(
            GetPromptRequest.builder("answer").arguments(Map.of("question", "Who leads?")).build());
    assertThat(((TextContent) prompt.messages().getFirst().content()).text())
        .startsWith("Answer this question from the graph alone: Who leads?")
        .contains("coverage");
    GetPromptRequest without = GetPromptRequest.builder("answer").build();
    assertThatThrownBy(() -> http.getPrompt(without)).hasMessageContaining("'question' is missing");
  }

  /// Each pattern runs as it is, about a thing of its kind, and has an answer.
  @TestFactory
  Stream<DynamicTest> patternsRun() {
    return Stream.of(
            "R&D intensity",
            "quantum computing",
            "China",
            "Huawei",
            "Entity List",
            "who has the most GPUs")
        .map(
            words ->
                DynamicTest.dynamicTest(
                    words,
                    () -> {
                      JsonNode found = called("find", Map.of("text", words));
                      assertThat(found.path("patterns").size()).isGreaterThanOrEqualTo(2);
                      for (JsonNode pattern : found.path("patterns")) {
                        JsonNode answer =
                            called("query", Map.of("query", pattern.path("query").asString()));
                        assertThat(answer.path("rows")).as(pattern.toString()).isNotEmpty();
                      }
                    }));
  }

  /// Also if its things state no year.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "?figure tr:indicator ?about MINUS { ?figure tr:when ?when }",
        "?figure qb:dataSet ?about MINUS { ?figure tr:when ?when }",
        "?concept skos:inScheme ?about ; a tr:Technology",
        "?listing tr:underPolicy ?about"
      })
  void whatHasThingsHasCoverage(String pattern) {
    String query = "SELECT DISTINCT ?about { " + pattern + " } ORDER BY ?about";
    JsonNode answer = called("query", Map.of("query", query, "limit", 12, "ids", true));
    assertThat(answer.path("rows")).isNotEmpty();
    for (JsonNode row : answer.path("rows")) {
      String name = row.get(1).asString();
      assertThat(called("coverage", Map.of("iri", name)).path("rows")).as(name).isNotEmpty();
    }
  }

  @Test
  void answersSayWhatLimitsThem() throws Exception {
    List<String> written = Files.readAllLines(LIMITS);
    List<String> now = new ArrayList<>();
    for (String line : written) {
      if (line.startsWith("//")) {
        now.add(line);
      } else if (!line.startsWith(" ")) {
        now.add(line);
        now.addAll(limitsOf(line));
      }
    }
    if (System.getProperty("golden.update") != null) {
      Files.write(LIMITS, now);
    }
    assertThat(now).filteredOn(line -> line.matches("(SELECT|ASK).*")).hasSizeGreaterThan(22);
    assertThat(Files.readAllLines(LIMITS)).containsExactlyElementsOf(now);
  }

  /// Returns the limits of a query, as they are written in the file.
  private static List<String> limitsOf(String query) {
    List<String> limits = limits(Map.of("query", query, "limit", 20));
    // Five and the number of the others.
    assertThat(limits.size()).as(query).isLessThanOrEqualTo(6);
    return limits.stream().map(limit -> "  " + withoutDay(limit)).toList();
  }

  @Test
  void anOffsetAfterTheLastRowIsNamed() {
    String query = "SELECT ?c { ?c a tr:Country } ORDER BY ?c";
    assertThat(limits(Map.of("query", query, "offset", 5000)))
        .first()
        .asString()
        .matches("the query has \\d+ rows, and the offset 5,000 is after the last one");
    assertThat(limits(Map.of("query", query + " LIMIT 3", "offset", 4)))
        .first()
        .isEqualTo("the query has 3 rows, and the offset 4 is after the last one");
    assertThat(limits(Map.of("query", query, "offset", 5)).toString()).doesNotContain("offset");
  }

  /// The answer names the argument that gives all limits.
  @Test
  void allLimitsAreThereOnRequest() {
    String query = "SELECT (SUM(?v) AS ?sum) { ?amount a tr:Amount ; tr:value ?v }";
    List<String> first = limits(Map.of("query", query));
    List<String> all = limits(Map.of("query", query, "limits", "all"));
    assertThat(all).hasSizeGreaterThan(5).startsWith(first.subList(0, 5).toArray(String[]::new));
    assertThat(first)
        .hasSize(6)
        .last()
        .isEqualTo("and %d more; call it with 'limits': 'all'".formatted(all.size() - 5));
    assertThat(all.getFirst()).startsWith("tr:unit: ");
  }

  /// Also where the usual value is the present day.
  @Test
  void aQuestionHasOneUsualAnswer() throws Exception {
    int offset = 0;
    while (offset >= 0) {
      JsonNode page = called("show_question", Map.of("offset", offset));
      for (JsonNode shown : page.path("rows")) {
        assertSameQuestion(shown.get(0).asString(), shown.get(1).asString());
      }
      offset = page.path("next").asInt(-1);
    }
  }

  /// Asserts that the query that is shown is the one of the address without parameters, and that
  /// the address of the choices has the same values.
  private static void assertSameQuestion(String name, String title) throws Exception {
    JsonNode question = called("show_question", Map.of("name", name)).path("rows");
    JsonNode answer = json("/api/v1/" + name + "?limit=1");
    assertThat(text(question, "query")).as(name).isEqualTo(answer.path("query").asString());
    assertThat(title).as(name).isEqualTo(text(question, "title"));
    JsonNode choices = json("/api/v1/" + name + "/parameters");
    answer
        .path("parameters")
        .forEachEntry(
            (parameter, chosen) ->
                assertThat(
                        choices
                            .path(parameter)
                            .valueStream()
                            .filter(one -> one.path("usual").asBoolean())
                            .map(one -> one.path("value").asString()))
                    .as(name + " " + parameter)
                    .containsExactlyElementsOf(
                        chosen.valueStream().map(JsonNode::asString).toList()));
  }

  private static String text(JsonNode rows, String part) {
    return rows.valueStream()
        .filter(row -> row.get(0).asString().equals(part))
        .map(row -> row.get(1).asString())
        .collect(Collectors.joining());
  }

  private static JsonNode json(String path) throws Exception {
    return JsonMapper.shared().readTree(project.get(path, "application/json").body());
  }

  /// The address does not refuse what the tool refuses, and says the same.
  @Test
  void theAddressOfLimitsNamesWhatTheGraphDoesNotHave() throws Exception {
    String query =
        prefixes() + "SELECT * { ?x <http://w3id.org/techrace/ontology#value> ?v ; a tr:Frim }";
    String address = "/sparql/limits?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    List<String> limits =
        json(address).path("limits").valueStream().map(JsonNode::asString).toList();
    assertThat(limits).hasSizeGreaterThanOrEqualTo(2);
    assertThat(limits.get(0)).endsWith("nearest are <https://w3id.org/techrace/ontology#value>.");
    assertThat(limits.get(1))
        .contains(
            "ontology#Frim is not in the graph; the nearest are"
                + " <https://w3id.org/techrace/ontology#Firm>");
    CallToolResult refused =
        http.callTool(CallToolRequest.builder("query").arguments(Map.of("query", query)).build());
    assertThat(refused.isError()).isTrue();
    assertThat(((TextContent) refused.content().getFirst()).text())
        .contains(limits.get(0), limits.get(1));
  }

  /// Also of the classes and sources of things that the rows do not show.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT (SUM(?v) AS ?s) { ?amount a tr:Amount ; tr:value ?v }",
        "SELECT ?name { ?p tr:issuer id:org-us-bis ; rdfs:label ?name }",
        "SELECT ?area (COUNT(?m) AS ?n) { ?m tr:country ?area ; tr:kind ?k } GROUP BY ?area",
        "SELECT ?v { ?f tr:indicator sch:indicator-gdp ; tr:area id:country-CHN ; tr:value ?v }",
      })
  void theAddressOfLimitsHasTheSame(String text) throws Exception {
    String query = prefixes() + text;
    String address = "/sparql/limits?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    JsonNode limits =
        JsonMapper.shared()
            .readTree(project.get(address, "application/json").body())
            .path("limits");
    assertThat(limits.valueStream().map(JsonNode::asString).toList())
        .isNotEmpty()
        .isEqualTo(limits(Map.of("query", query, "limit", 200, "limits", "all")));
  }

  private static String prefixes() {
    return """
    PREFIX tr: <https://w3id.org/techrace/ontology#> \
    PREFIX sch: <https://w3id.org/techrace/scheme/> \
    PREFIX id: <https://w3id.org/techrace/id/> \
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> \
    """;
  }

  private static List<String> limits(Map<String, Object> arguments) {
    return called("query", arguments).path("limits").valueStream().map(JsonNode::asString).toList();
  }

  /// Returns a limit of this day, whose numbers differ tomorrow, without day and numbers.
  private static String withoutDay(String limit) {
    Matcher day = Pattern.compile(" on (\\d{4}-\\d\\d-\\d\\d);").matcher(limit);
    return day.find() ? limit.replace(day.group(1), "DAY").replaceAll("\\d[\\d,]*", "N") : limit;
  }

  private static JsonNode called(String tool, Map<String, Object> arguments) {
    CallToolResult result =
        http.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
    assertThat(result.isError()).as(result.content().toString()).isNotEqualTo(true);
    return JsonMapper.shared().valueToTree(result.structuredContent());
  }

  private static HttpResponse<String> send(String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(project.uri("/mcp")).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return project.client().send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void pagesOfOtherSitesAreRefused() throws Exception {
    String json = "application/json";
    assertThat(send(PING, "Content-Type", json).statusCode()).isEqualTo(200);
    assertThat(send(PING, "Content-Type", json, "Origin", "http://localhost:1").statusCode())
        .isEqualTo(200);
    for (String origin : List.of("https://example.org", "null", "http://localhost.example.org")) {
      assertThat(send(PING, "Content-Type", json, "Origin", origin).statusCode())
          .as(origin)
          .isEqualTo(403);
    }
  }

  @Test
  void theTransportFollowsTheSpecification() throws Exception {
    String json = "application/json";
    HttpResponse<String> pong = send(PING, "Content-Type", json);
    assertThat(JsonMapper.shared().readTree(pong.body()).path("id").asInt()).isEqualTo(1);
    assertThat(pong.headers().firstValue("Content-Type").orElseThrow()).startsWith(json);
    String notification = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
    HttpResponse<String> accepted = send(notification, "Content-Type", json);
    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(accepted.body()).isEmpty();
    assertThat(send(PING, "Content-Type", json, "MCP-Protocol-Version", "1999-01-01").statusCode())
        .isEqualTo(400);
    assertThat(send(PING, "Content-Type", "text/plain").statusCode()).isEqualTo(415);
    assertThat(project.get("/mcp", "text/event-stream").statusCode()).isEqualTo(405);
    for (String body : List.of("{", "[]", "{\"id\":1}", "{\"jsonrpc\":\"2.0\",\"params\":{}}")) {
      HttpResponse<String> invalid = send(body, "Content-Type", json);
      assertThat(invalid.statusCode()).as(body).isEqualTo(400);
      JsonNode answer = JsonMapper.shared().readTree(invalid.body());
      assertThat(answer.path("error").path("code").asInt())
          .as(body)
          .isEqualTo(body.equals("{") ? -32700 : -32600);
      assertThat(answer.path("id").asInt()).as(body).isEqualTo(body.contains("id") ? 1 : 0);
    }
    for (String request :
        List.of(
            "\"tools/call\",\"params\":\"x\"",
            "\"tools/call\",\"params\":[]",
            "\"tools/call\",\"params\":null",
            "\"tools/call\",\"params\":{\"name\":5}",
            "\"tools/call\",\"params\":{\"name\":\"find\",\"arguments\":\"x\"}",
            "\"tools/call\",\"params\":{\"name\":\"find\",\"arguments\":[]}",
            "\"tools/call\",\"params\":{\"name\":\"find\",\"_meta\":\"x\"}",
            "\"prompts/get\",\"params\":[\"answer\"]",
            "\"tools/list\",\"params\":{\"cursor\":\"abc\"}",
            "\"initialize\",\"params\":\"x\"")) {
      HttpResponse<String> mistyped = send(PING.replace("\"ping\"", request), "Content-Type", json);
      assertThat(mistyped.statusCode()).as(request).isEqualTo(200);
      JsonNode error = JsonMapper.shared().readTree(mistyped.body()).path("error");
      assertThat(error.path("code").asInt()).as(request).isEqualTo(-32602);
      assertThat(error.path("message").asString()).as(request).doesNotContain("xception");
    }
    HttpResponse<String> old = send(PING.replace("2.0", "1.0"), "Content-Type", json);
    assertThat(JsonMapper.shared().readTree(old.body()).path("error").path("code").asInt())
        .isEqualTo(-32600);
    Map<String, String> meant =
        Map.of("pang", "'ping'", "tools/lst", "'tools/list'", "xyzzy", "there are: initialize");
    for (Map.Entry<String, String> one : meant.entrySet()) {
      HttpResponse<String> unknown = send(PING.replace("ping", one.getKey()), "Content-Type", json);
      JsonNode error = JsonMapper.shared().readTree(unknown.body()).path("error");
      assertThat(error.path("code").asInt()).isEqualTo(-32601);
      assertThat(error.path("message").asString()).contains(one.getValue());
    }
  }
}
