package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Tests the access log: one line per request in the combined log format, with query hash, rows and
/// cache.
final class AccessLogTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger("org.techrace.access");
  private static final ListAppender<ILoggingEvent> LINES = new ListAppender<>();
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.small();
    LINES.start();
    LOG.setLevel(Level.INFO);
    LOG.setAdditive(false);
    LOG.addAppender(LINES);
  }

  @AfterAll
  static void stop() {
    LOG.detachAppender(LINES);
    LOG.setAdditive(true);
    LOG.setLevel(null);
    server.close();
  }

  @Test
  void logsTheHashOfAQueryAndTheNumberOfRows() throws Exception {
    String query = "SELECT * { ?s ?p ?o } LIMIT 3";
    String bytes = String.valueOf(server.get(path(query), "text/csv").body().length());
    server.get(path(query), "text/csv");
    server.get(path(query) + "&format=html", "text/html");
    server.get(path("ASK { ?s ?p ?o } # another"), "*/*");
    server.get(path("CONSTRUCT WHERE { ?s ?p ?o }"), "*/*");
    List<String> lines = lines(5);
    assertThat(lines.get(0))
        .matches(
            "127.0.0.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:[\\d:]{8} \\+0000] \"GET /sparql"
                + " HTTP/1.1\" 200 "
                + bytes
                + " \"-\" \"Java-http-client/[\\w.]+\" query=[0-9a-f]{32} ms=\\d+ rows=3 cache=miss"
                + " cut=no");
    assertThat(lines.get(1)).endsWith("rows=3 cache=hit cut=no").contains(hash(lines.get(0)));
    assertThat(lines.get(2)).endsWith("rows=3 cache=miss cut=no").contains(hash(lines.get(0)));
    assertThat(lines.get(3))
        .endsWith("rows=1 cache=miss cut=no")
        .doesNotContain(hash(lines.get(0)));
    assertThat(lines.get(4)).endsWith("rows=31 cache=miss cut=no");
  }

  @Test
  void logsThatAQueryWasStopped() throws Exception {
    server.get(
        path("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }")
            + "&timeout=0.2",
        "*/*");
    assertThat(lines(1).getFirst()).contains("\" 503 ").endsWith("cut=yes").contains(" query=");
  }

  @Test
  void logsTheNumberOfBytesSent() throws Exception {
    String path = "/ontology";
    server.send(server.request(path).HEAD());
    byte[] gzip =
        server.sendForBytes(server.request(path).header("Accept-Encoding", "gzip")).body();
    String etag = server.get(path, "*/*").headers().firstValue("ETag").orElseThrow();
    server.send(server.request(path).header("Accept", "*/*").header("If-None-Match", etag));
    List<String> lines = lines(4);
    assertThat(lines.get(0)).contains("\"HEAD /ontology HTTP/1.1\" 200 0 ");
    assertThat(lines.get(1)).contains("\"GET /ontology HTTP/1.1\" 200 " + gzip.length + " ");
    assertThat(lines.get(3)).contains("\"GET /ontology HTTP/1.1\" 304 0 ");
  }

  @Test
  void evaluatesNoQueryForAClientThatHasTheAnswer() throws Exception {
    String path = path("SELECT * { ?s ?p ?o } LIMIT 7");
    String etag = server.get(path, "text/csv").headers().firstValue("ETag").orElseThrow();
    server.send(server.request(path).header("Accept", "text/csv").header("If-None-Match", etag));
    List<String> lines = lines(2);
    assertThat(lines.get(0)).contains("\" 200 ").endsWith("rows=7 cache=miss cut=no");
    assertThat(lines.get(1)).contains("\" 304 0 ").endsWith("rows=- cache=- cut=no");
  }

  @Test
  void logsAnAnswerThatWasNotReadToItsEnd() throws Exception {
    String query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 29000";
    try (Socket leaving = new Socket()) {
      leaving.setReceiveBufferSize(1024);
      leaving.setSoLinger(true, 0);
      leaving.connect(new InetSocketAddress("localhost", server.uri("/").getPort()));
      leaving.getOutputStream().write(RawHttp.get(path(query)));
      leaving.getInputStream().readNBytes(100);
    }
    assertThat(lines(1).getFirst())
        .contains("\" 200 ")
        .doesNotContain("\" 200 0 ")
        .endsWith("cut=yes");
  }

  @Test
  void replacesQuotesInUserAgents() throws Exception {
    String forged = "x\" query=- \\ end";
    server.send(server.request("/").header("User-Agent", forged));
    assertThat(lines(1).getFirst()).contains("\"x_ query=- _ end\" query=-").endsWith("cut=no");
  }

  /// C1 controls move the cursor of a terminal, U+202E turns the text around.
  @Test
  void aLineHasNoControls() throws Exception {
    String agent = "a\u0085b\u009bc\u00add";
    RawHttp.send(
        server.uri("/"), RawHttp.get("/robots.txt", "User-Agent: " + agent, "Referer: \u0090x"));
    assertThat(lines(1).getFirst()).contains("\"_x\" \"a_b_c_d\" ");
  }

  private static String hash(String line) {
    return line.replaceFirst(".* (query=[0-9a-f]{32}) .*", "$1");
  }

  private static String path(String query) {
    return "/sparql?query=" + encode(query, UTF_8);
  }

  /// Returns the lines since the last call. A line is written after its answer was sent.
  private static List<String> lines(int expected) throws InterruptedException {
    for (int i = 0; i < 500 && LINES.list.size() < expected; i++) {
      Thread.sleep(20);
    }
    List<String> lines = LINES.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    LINES.list.clear();
    assertThat(lines).hasSize(expected);
    return lines;
  }
}
