package org.techrace.serve.sparql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.ARQ;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.riot.rowset.RowSetReader;
import org.apache.jena.sparql.core.DatasetGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.OwnGraph;
import org.techrace.access.PublicAddresses;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;

/// Tests `SERVICE` against well-behaved and faulty endpoints on this machine. Most tests replace
/// the definition of a private address, and nothing else.
final class FederationTest {
  private static final String JSON = "application/sparql-results+json";
  private static final String ONE =
      """
      {"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"far"}}]}}
      """;

  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  private HttpServer peer;
  private DatasetGraph dataset;

  @BeforeEach
  void start() throws IOException {
    dataset = RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph();
    peer = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    peer.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    answers("/good", 200, JSON, ONE);
    answers("/broken", 500, "text/plain", "no");
    answers("/text", 200, "text/plain", "hello");
    answers("/garbled", 200, JSON, "{\"head\":");
    answers("/long", 200, JSON, " ".repeat(100_000) + ONE);
    peer.createContext("/silent", exchange -> pause(60_000));
    peer.createContext("/moved", FederationTest::redirect);
    peer.createContext("/slow", FederationTest::trickle);
    peer.start();
  }

  private void answers(String path, int status, String type, String body) {
    peer.createContext(
        path,
        exchange -> {
          String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          asked.add(URLDecoder.decode(form.replaceFirst("^query=", ""), UTF_8));
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange.sendResponseHeaders(status, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body.getBytes(UTF_8));
          }
        });
  }

  private static void redirect(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Location", "/good");
    exchange.sendResponseHeaders(302, -1);
  }

  /// Sends one byte at a time. Each keeps the connection alive, and the whole answer would take
  /// minutes.
  private static void trickle(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", JSON);
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < 1000; i++) {
        out.write(' ');
        out.flush();
        pause(100);
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void end() {
    peer.stop(0);
  }

  private String iri(String path) {
    return "http://localhost:" + peer.getAddress().getPort() + path;
  }

  private Federation federation(PublicAddresses addresses) {
    return new Federation(new Services(listed(), Duration.ofSeconds(1), 10_000, 3), addresses);
  }

  private Set<String> listed() {
    Set<String> all =
        Set.of(
            "/good", "/broken", "/text", "/garbled", "/long", "/silent", "/moved", "/slow", "/xxe");
    return all.stream().map(this::iri).collect(Collectors.toUnmodifiableSet());
  }

  private String run(String query) throws IOException {
    try (Federation federation = federation(new PublicAddresses((_, _, _) -> false))) {
      return run(query, federation);
    }
  }

  /// Returns the values of `?x`.
  private String run(String query, Federation federation) throws IOException {
    ParsedQuery parsed =
        ParsedQuery.of(
            new SparqlRequest(query, List.of(), List.of(), new Parameters(java.util.Map.of())),
            OwnGraph.IRIS,
            "");
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    try (Execution execution =
        new Execution(
            parsed, new QueryScope(Optional.empty(), dataset, List.of()), federation, stop)) {
      execution.write(Format.RESULTS_JSON, result);
    }
    StringBuilder values = new StringBuilder();
    RowSetReader.createReader(ResultSetLang.RS_JSON)
        .read(new ByteArrayInputStream(result.toByteArray()), ARQ.getContext())
        .forEach(row -> values.append(row.get("x")).append(' '));
    return values.toString();
  }

  private String select(String path) {
    return "SELECT * { SERVICE <" + iri(path) + "> { ?s ?p ?x } }";
  }

  @Test
  void joinsTheAnswer() throws IOException {
    assertThat(run(select("/good"))).isEqualTo("\"far\" ");
    assertThat(asked.poll()).containsPattern("\\?s +\\?p +\\?x").doesNotContain("SERVICE");
  }

  @Test
  void keepsTheNamesOfVariablesInSubqueries() throws IOException {
    assertThat(
            run(
                "SELECT ?x { { SELECT ?x { SERVICE <"
                    + iri("/good")
                    + "> { ?s ?p ?x FILTER EXISTS { ?s ?q ?y } } } } }"))
        .isEqualTo("\"far\" ");
    assertThat(asked.poll()).containsPattern("\\?s +\\?p +\\?x").doesNotContain("/");
  }

  @ParameterizedTest
  @CsvSource({
    "/broken, 502, answered with status 500",
    "/text, 502, sent no SPARQL results",
    "/garbled, 502, sent no SPARQL results",
    "/moved, 502, answered with status 302",
    "/long, 502, 'sent more than the 10000 bytes allowed'",
    "/silent, 504, took longer than the 1.0 seconds",
    "/slow, 504, took longer than the 1.0 seconds"
  })
  void reportsFaultsOfTheEndpoint(String path, int status, String sentence) throws IOException {
    assertThatThrownBy(() -> run(select(path)))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(status))
        .hasMessageStartingWith("<" + iri(path) + "> ")
        .hasMessageContaining(sentence);
    String silent = select(path).replace("SERVICE", "SERVICE SILENT");
    assertThat(run(silent)).as("SILENT: one solution without a value").isEqualTo("null ");
    assertThat(asked).as("no redirect was followed").noneMatch(q -> path.equals("/moved"));
  }

  @Test
  void limitsTheNumberOfCalls() {
    assertThatThrownBy(
            () ->
                run(
                    "SELECT * { GRAPH ?g { ?a ?b ?c } SERVICE <"
                        + iri("/good")
                        + "> { ?a ?b ?x } }"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("more than 3 times");
    assertThat(asked).hasSize(3);
  }

  @Test
  void stopsWhileItWaitsForAnEndpoint() throws Exception {
    try (Federation federation =
        new Federation(
            new Services(Set.of(iri("/silent")), Duration.ofMinutes(5), 10_000, 3),
            new PublicAddresses((_, _, _) -> false))) {
      Thread.startVirtualThread(
          () -> {
            pause(300);
            stop.set(true);
          });
      long start = System.nanoTime();
      assertThatThrownBy(() -> run(select("/silent"), federation))
          .isInstanceOf(Refusal.class)
          .hasMessage("The query was stopped.");
      assertThat((System.nanoTime() - start) / 1e9).isLessThan(60);
    }
  }

  /// XML results with an external entity.
  @Test
  void doesNotFetchExternalEntities(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    answers(
        "/xxe",
        200,
        "application/sparql-results+xml",
        """
        <?xml version="1.0"?>
        <!DOCTYPE sparql [<!ENTITY e SYSTEM "%s"><!ENTITY h SYSTEM "%s">]>
        <sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>
        <results><result><binding name="x"><literal>&e;&h;</literal></binding></result></results></sparql>
        """
            .formatted(secret.toUri(), iri("/good")));
    try {
      assertThat(run(select("/xxe"))).doesNotContain("secret");
    } catch (Refusal refusal) {
      assertThat(refusal).hasMessageContaining("sent no SPARQL results");
    }
    assertThat(asked).as("one request, for the results").hasSize(1);
  }

  /// Uses the real rule: the endpoint is on the list, but its address is private.
  @Test
  void refusesAListedEndpointOnThisMachine() {
    assertThatThrownBy(
            () -> {
              try (Federation federation = federation(new PublicAddresses())) {
                run(select("/good"), federation);
              }
            })
        .isInstanceOf(Refusal.class)
        .hasMessage(
            "SERVICE may only ask endpoints on this server's list: <%s>. It is set by"
                + " services.endpoints in techrace.toml.",
            listed().stream().sorted().collect(Collectors.joining(">, <")));
    assertThat(asked).isEmpty();
  }

  /// A host name that has a public address when it is checked and a private one when it is
  /// connected to.
  @Test
  void refusesANameWhoseAddressBecomesPrivate() {
    AtomicInteger lookUps = new AtomicInteger();
    PublicAddresses rebound = new PublicAddresses((_, _, _) -> lookUps.incrementAndGet() > 2);
    assertThatThrownBy(
            () -> {
              try (Federation federation = federation(rebound)) {
                federation.check(NodeFactory.createURI(iri("/good")));
                run(select("/good"), federation);
              }
            })
        .isInstanceOf(Refusal.class)
        .hasMessageMatching("<.*> cannot be reached.|SERVICE may only ask .*");
    assertThat(lookUps.get()).isGreaterThan(2);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.9.9.9, true",
    "0.0.0.0, true",
    "10.1.2.3, true",
    "172.16.0.1, true",
    "192.168.1.1, true",
    "169.254.169.254, true",
    "100.64.0.1, true",
    "224.0.0.1, true",
    "255.255.255.255, true",
    "::1, true",
    "::, true",
    "fe80::1, true",
    "fd00::1, true",
    "ff02::1, true",
    "::ffff:127.0.0.1, true",
    "64:ff9b::7f00:1, true",
    "2002:7f00:1::, true",
    "::127.0.0.1, true",
    "91.198.174.192, false",
    "100.128.0.1, false",
    "172.32.0.1, false",
    "2620:0:862:ed1a::1, false",
    "2001:4860:4860::8888, false"
  })
  void recognisesPrivateAddresses(String address, boolean isPrivate) throws IOException {
    assertThat(PublicAddresses.isPrivate(InetAddress.getByName(address))).isEqualTo(isPrivate);
  }
}
