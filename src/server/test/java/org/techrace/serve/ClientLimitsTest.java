package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.jena.riot.RDFDataMgr;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.serve.http.ClientBudget;
import org.techrace.serve.http.KnownHosts;
import org.techrace.serve.http.SiteAddress;

/// Each client has its share of the server: a network in IPv6, an address in IPv4. The clients are
/// told apart by the header of a trusted proxy.
@Tag("long")
final class ClientLimitsTest {
  private static final String ENDLESS =
      "/sparql?timeout=3&query="
          + encode(
              "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }",
              UTF_8);
  private static final String ASK = "/sparql?query=ASK%7B%7D";

  private static TestServer server(int places, ClientBudget budget) throws Exception {
    Options options =
        TestServer.OPTIONS
            .edit()
            .limits(new TestLimits().queries(4, 64, places).build())
            .budget(budget)
            .address(new SiteAddress(Optional.empty(), true))
            .build();
    return TestServer.of(
        RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph(),
        options);
  }

  private static HttpResponse<String> ask(TestServer server, String path, String client)
      throws Exception {
    return server.send(server.request(path).header("X-Forwarded-For", client));
  }

  @Test
  void addressesOfOneIpv6NetworkShareTheirPlaces() throws Exception {
    try (TestServer server = server(1, ClientBudget.DEFAULT);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpResponse<String>> first =
          threads.submit(() -> ask(server, ENDLESS, "2001:db8::1"));
      while (server.metric("techrace_queries_running") < 1) {
        Thread.sleep(10);
      }
      assertThat(ask(server, ASK, "2001:db8::2").statusCode()).isEqualTo(429);
      assertThat(ask(server, ASK, "2001:db8:0:1::1").statusCode()).isEqualTo(200);
      assertThat(ask(server, ASK, "192.0.2.1").statusCode()).isEqualTo(200);
      assertThat(first.get().statusCode()).isEqualTo(503);
    }
  }

  @Test
  void clientThatHasUsedItsCpuTimeWaits() throws Exception {
    try (TestServer server = server(8, new ClientBudget(1, 0))) {
      HttpResponse<String> refused = ask(server, ENDLESS, "192.0.2.1");
      while (refused.statusCode() == 503) { // on a busy machine a query gets little CPU time
        refused = ask(server, ENDLESS, "192.0.2.1");
      }
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.headers().firstValue("RateLimit").orElse("")).startsWith("\"cpu\";r=0;t=");
      assertThat(refused.body())
          .contains("the 1 CPU seconds")
          .contains("limits.client-cpu-seconds");
      assertThat(ask(server, ASK, "192.0.2.2").statusCode()).isEqualTo(200);
      assertThat(ask(server, "/static/style.css", "192.0.2.1").statusCode())
          .as("what costs nothing is answered")
          .isNotEqualTo(429);
      assertThat(server.get(ENDLESS, "*/*").statusCode()).as("on loopback").isEqualTo(503);
      assertThat(server.get(ASK, "*/*").statusCode()).as("on loopback").isEqualTo(200);
    }
  }

  @Test
  void clientThatMakesManyErrorsWaits() throws Exception {
    try (TestServer server = server(8, new ClientBudget(0, 3))) {
      HttpResponse<String> refused = ask(server, "/sparql?query=x", "192.0.2.1");
      while (refused.statusCode() == 400) { // on a busy machine some errors come back meanwhile
        refused = ask(server, "/sparql?query=x", "192.0.2.1");
        assertThat(server.get("/sparql?query=x", "*/*").statusCode()).isEqualTo(400);
      }
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("the 3 errors").contains("limits.client-errors");
      assertThat(ask(server, "/", "192.0.2.2").statusCode()).isEqualTo(200);
      assertThat(server.get("/", "*/*").statusCode()).as("on loopback").isEqualTo(200);
    }
  }

  /// A proxy may give a port, or a text that is no address, and may add a line instead of a value.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\0',
      delimiter = '|',
      value = {
        "192.0.2.1:%d|192.0.2.1",
        "\"192.0.2.1:%d\"|192.0.2.1",
        "[2001:db8::%x]:80|2001:db8::1",
        "\"[2001:db8::%x]\"|2001:db8::1",
        "2001:db8::1%%eth%d|2001:db8::1",
        "unknown%d|_hidden",
        "192.0.2.%d then 198.51.100.9|198.51.100.9"
      })
  void clientIsTheSameHoweverAProxyNamesIt(String names, String same) throws Exception {
    try (TestServer server = server(8, new ClientBudget(0, 3))) {
      int status = 400;
      for (int i = 1; status == 400; i++) {
        HttpRequest.Builder request = server.request("/sparql?query=x");
        for (String line : names.formatted(i).split(" then ", -1)) {
          request.header("X-Forwarded-For", line);
        }
        status = server.send(request).statusCode();
        assertThat(i).as("errors without a refusal").isLessThan(10_000);
      }
      assertThat(status).isEqualTo(429);
      assertThat(ask(server, "/sparql?query=x", same).statusCode()).isEqualTo(429);
      assertThat(ask(server, "/", "203.0.113.7").statusCode()).isEqualTo(200);
    }
  }

  /// DNS rebinding: a page of another site lets its name point to this machine.
  @Test
  void serverOnLoopbackRefusesHostsThatItDoesNotKnow() throws Exception {
    Options options =
        TestServer.OPTIONS
            .edit()
            .hosts(new KnownHosts(Optional.of(Set.of("graph.example.org"))))
            .build();
    try (TestServer server =
        TestServer.of(
            RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph(),
            options)) {
      RawHttp.Answer refused = RawHttp.send(server.uri("/"), forHost("evil.example"));
      assertThat(refused.status()).isEqualTo(421);
      assertThat(refused.text()).contains("'evil.example'").contains("serve.hosts");
      for (String known :
          new String[] {"localhost", "127.0.0.1:80", "[::1]", "a.localhost", "Graph.Example.org"}) {
        assertThat(RawHttp.send(server.uri("/"), forHost(known)).status()).as(known).isEqualTo(200);
      }
      URI operations = server.server.operationsUri();
      assertThat(RawHttp.send(operations, forHost("evil.example")).status()).isEqualTo(421);
    }
  }

  private static byte[] forHost(String host) {
    return "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
        .formatted(ASK, host)
        .getBytes(UTF_8);
  }

  /// RFC 9112, section 6.1.
  @Test
  void transferEncodingInHttp10IsRefused() throws Exception {
    try (TestServer server = server(8, ClientBudget.DEFAULT)) {
      String request =
          String.join(
              "\r\n",
              "POST /sparql HTTP/1.0",
              "Host: localhost",
              "Content-Type: application/sparql-query",
              "Transfer-Encoding: chunked",
              "",
              "5",
              "ASK{}",
              "0",
              "",
              "");
      RawHttp.Answer answer = RawHttp.send(server.uri("/"), request.getBytes(UTF_8));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("HTTP/1.0 has no Transfer-Encoding");
    }
  }

  @Test
  void operatorSaysWhereToReportVulnerabilities() throws Exception {
    Options options =
        TestServer.OPTIONS
            .edit()
            .securityContact(Optional.of(URI.create("mailto:security@example.org")))
            .build();
    try (TestServer server =
        TestServer.of(
            RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph(),
            options)) {
      HttpResponse<String> text = server.get("/.well-known/security.txt", "*/*");
      assertThat(text.statusCode()).isEqualTo(200);
      assertThat(text.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
      assertThat(text.body())
          .startsWith("Contact: mailto:security@example.org\n")
          .containsPattern("Expires: \\d{4}-\\d\\d-\\d\\dT00:00:00Z\n");
    }
    try (TestServer server = TestServer.small()) {
      HttpResponse<String> none = server.get("/.well-known/security.txt", "*/*");
      assertThat(none.statusCode()).isEqualTo(404);
      assertThat(none.body()).contains("serve.security-contact");
    }
  }

  /// A limit for numbers does not limit texts with many numbers.
  @Test
  void longGeometryIsNoLongNumber() throws Exception {
    String line = "LINESTRING(" + "1.5 2.5, ".repeat(1_500) + "1 1)";
    String query =
        "PREFIX geo: <http://www.opengis.net/ont/geosparql#> ASK { FILTER(DATATYPE(\""
            + line
            + "\"^^geo:wktLiteral) = geo:wktLiteral) }";
    try (TestServer server = TestServer.small()) {
      HttpResponse<String> answer = server.post("/sparql", "application/sparql-query", query);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      HttpResponse<String> number =
          server.post(
              "/sparql",
              "application/sparql-query",
              "ASK { FILTER(\"%s\"^^<http://www.w3.org/2001/XMLSchema#integer> > 1) }"
                  .formatted("1".repeat(5_001)));
      assertThat(number.statusCode()).isEqualTo(400);
      assertThat(number.body()).contains("a number of more than the 5,000 digits");
    }
  }
}
