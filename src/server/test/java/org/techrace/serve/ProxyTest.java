package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.jena.riot.RDFDataMgr;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.techrace.serve.http.SiteAddress;
import org.techrace.serve.work.Limits;

/// Tests that the headers of a reverse proxy are used only if the server is configured to trust
/// them.
@Tag("long")
final class ProxyTest {
  private static final String ENDLESS =
      "/sparql?timeout=4&query="
          + encode(
              "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }",
              UTF_8);

  /// Limits with one query per client.
  private static final Limits LIMITS =
      new TestLimits()
          .time(Duration.ofSeconds(30))
          .queries(4, 64, 1)
          .answerBytes(8 << 20)
          .bodyBytes(1 << 20)
          .cacheBytes(1 << 20)
          .build();

  private static TestServer server(boolean trust) throws Exception {
    Options options =
        TestServer.OPTIONS
            .edit()
            .limits(LIMITS)
            .address(new SiteAddress(Optional.empty(), trust))
            .build();
    return TestServer.of(
        RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph(),
        options);
  }

  @ParameterizedTest
  @CsvSource({
    "false, https, graph.example.org, http://localhost:PORT/",
    "true, https, graph.example.org, https://graph.example.org/",
    "true, http, graph.example.org:8080, http://graph.example.org:8080/",
    "true, https, graph.example.org:443, https://graph.example.org/",
    "true, gopher, graph.example.org, http://graph.example.org/",
    "true, https, 'x/><script>', http://localhost:PORT/"
  })
  void trustsTheForwardedAddress(boolean trust, String scheme, String host, String expected)
      throws Exception {
    try (TestServer server = server(trust)) {
      String description =
          server
              .send(
                  server
                      .request("/sparql")
                      .header("Accept", "application/n-triples")
                      .header("X-Forwarded-Proto", scheme)
                      .header("X-Forwarded-Host", host))
              .body();
      String site = expected.replace("PORT", String.valueOf(server.uri("/").getPort()));
      assertThat(description).contains("<" + site + "sparql>", "<" + site + ".well-known/void>");
    }
  }

  /// Two clients behind one proxy may each send one query. If the proxy is not trusted, they count
  /// as one client.
  @ParameterizedTest
  @CsvSource({"false, 429", "true, 503"})
  void countsClientsBehindATrustedProxySeparately(boolean trust, int second) throws Exception {
    try (TestServer server = server(trust);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpResponse<String>> first =
          threads.submit(() -> server.send(from(server, ENDLESS, "192.0.2.1")));
      while (server.metric("techrace_queries_running") < 1) {
        Thread.sleep(10);
      }
      assertThat(server.send(from(server, ENDLESS, "6.6.6.6, 192.0.2.1")).statusCode())
          .as("the client's own header comes before the proxy's")
          .isEqualTo(429);
      HttpResponse<String> another = server.send(from(server, ENDLESS, "192.0.2.2"));
      assertThat(another.statusCode()).isEqualTo(second);
      assertThat(first.get().statusCode()).isEqualTo(503);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false, 192.0.2.7, 127.0.0.1",
    "true, 192.0.2.7, 192.0.2.7",
    "true, 'forged, 2001:db8::7', 2001:db8::7",
    "true, 'forged\" - -', unknown"
  })
  void logsTheForwardedClient(boolean trust, String header, String logged) throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger("org.techrace.access");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.setLevel(Level.INFO);
    log.setAdditive(false);
    log.addAppender(lines);
    try (TestServer server = server(trust)) {
      assertThat(server.send(from(server, "/robots.txt", header)).statusCode()).isEqualTo(200);
      // Closing waits until running requests are finished and logged.
    } finally {
      log.detachAppender(lines);
      log.setAdditive(true);
      log.setLevel(null);
    }
    assertThat(lines.list).hasSize(1);
    assertThat(lines.list.getFirst().getFormattedMessage()).startsWith(logged + " - - [");
  }

  /// Redirects have no host, so a client's header cannot inject one.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void redirectsContainNoHost(boolean trust) throws Exception {
    try (TestServer server = server(trust)) {
      HttpResponse<String> seeOther =
          server.send(
              server
                  .request("/id/firm-huawei")
                  .header("Accept", "text/html")
                  .header("X-Forwarded-Host", "evil.example"));
      assertThat(seeOther.statusCode()).isEqualTo(303);
      assertThat(seeOther.headers().firstValue("Location")).contains("/page/firm-huawei");
      assertThat(seeOther.headers().map().toString() + seeOther.body()).doesNotContain("evil");
    }
  }

  private static HttpRequest.Builder from(TestServer server, String path, String client) {
    return server.request(path).header("X-Forwarded-For", client);
  }
}
