package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.serve.http.Request;
import org.techrace.serve.work.Limits;

/// Tests many clients, slow clients, and clients that leave.
@Tag("long")
final class LoadTest {
  private static final String ENDLESS =
      "/sparql?query="
          + encode("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", UTF_8);
  private static final String QUERY = "application/sparql-query";
  private static final String ASK = "/sparql?query=ASK%7B%7D";

  private static final List<List<String>> ROWS = new ArrayList<>();
  private final long begun = System.nanoTime();

  private void tell(String done, String must, String was) {
    ROWS.add(ReliabilityDoc.fault(done, must, was, begun));
  }

  @AfterAll
  static void document() throws IOException {
    ReliabilityDoc.table(
        "Many clients, slow clients, clients that leave",
        "One server each, with 2 to 4 queries at once (`LoadTest`). Seconds are those of the whole"
            + " test, the start of its server included.",
        ReliabilityDoc.FAULTS,
        ROWS);
  }

  private static TestServer server(int seconds, int concurrent, int queued, int perClient)
      throws Exception {
    Limits limits =
        new TestLimits()
            .time(Duration.ofSeconds(seconds))
            .queries(concurrent, queued, perClient)
            .answerBytes(64 << 20)
            .bodyBytes(1 << 20)
            .cacheBytes(1 << 20)
            .build();
    // Long enough for a machine that stops for seconds while requests end.
    Duration drain = Duration.ofSeconds(30);
    return TestServer.of(
        HostileTest.chain(20_000), TestServer.OPTIONS.edit().limits(limits).drain(drain).build());
  }

  @Test
  void aQueryStopsWithinASecondWhenItsClientLeaves() throws Exception {
    try (TestServer server = server(60, 4, 4, 8)) {
      try (Socket socket = new Socket("localhost", server.uri("/").getPort())) {
        socket.getOutputStream().write(RawHttp.get(ENDLESS));
        socket.getOutputStream().flush();
        await(server, "techrace_queries_running", 1);
      }
      double seconds = server.secondsUntilIdle(30);
      assertThat(seconds).isLessThan(30);
      tell(
          "the client of an endless query (limit: 60 s) closes its connection",
          "the query stops within a second",
          "stopped after %.2f s".formatted(seconds));
    }
  }

  @Test
  void returns429WhenClientExceedsItsLimit() throws Exception {
    try (TestServer server = server(3, 4, 64, 2)) {
      List<HttpResponse<String>> answers = atOnce(6, () -> server.get(ENDLESS, "*/*"));
      assertThat(answers).filteredOn(a -> a.statusCode() == 429).hasSize(4);
      assertThat(answers).filteredOn(a -> a.statusCode() == 503).hasSize(2);
      HttpResponse<String> refused =
          answers.stream().filter(a -> a.statusCode() == 429).findFirst().orElseThrow();
      assertThat(refused.headers().firstValue("Retry-After")).contains("5");
      assertThat(refused.body()).contains("2 queries under way");
      tell(
          "one client asks 6 endless queries at once; 2 are allowed",
          "4 are refused at once with 429 and Retry-After",
          "4 x 429, 2 x 503 when their time was up");
    }
  }

  @Test
  void returns503WhenTheQueueIsFull() throws Exception {
    try (TestServer server = server(3, 1, 2, 64)) {
      long start = System.nanoTime();
      List<HttpResponse<String>> answers = atOnce(8, () -> server.get(ENDLESS, "*/*"));
      assertThat(answers).allMatch(a -> a.statusCode() == 503);
      assertThat(answers)
          .filteredOn(a -> a.body().contains("Too many queries"))
          .hasSizeBetween(5, 7)
          .allMatch(a -> a.headers().firstValue("Retry-After").isPresent());
      assertThat((System.nanoTime() - start) / 1e9).isLessThan(60);
      tell(
          "8 endless queries at once; 1 runs, 2 may wait",
          "the others are refused with 503 and Retry-After",
          answers.stream().filter(a -> a.body().contains("Too many queries")).count()
              + " refused, the others stopped when their time was up");
    }
  }

  @Test
  void slowReadersDoNotBlockOthers() throws Exception {
    int readers = 50;
    try (TestServer server = server(60, 2, 64, 64)) {
      String all = "/sparql?format=tsv&query=" + encode("SELECT * { ?s ?p ?o }", UTF_8);
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        Socket socket = new Socket("localhost", server.uri("/").getPort());
        socket.setReceiveBufferSize(1024);
        socket.getOutputStream().write(RawHttp.get(all));
        socket.getOutputStream().flush();
        slow.add(socket);
      }
      // Their answers are finished and wait on disk, without a thread or a place.
      await(server, "techrace_queries_seconds_count", readers);
      // A query is counted shortly before its place is free.
      await(server, "techrace_queries_running", number -> number == 0);
      double slowest = slowest(server, 20);
      assertThat(slowest).isLessThan(HostileCase.AT_ONCE);
      tell(
          readers + " clients ask for 1.6 MB each and do not read",
          "others are answered as always",
          "slowest of 20 ASK: %.3f s".formatted(slowest));
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void halfSentRequestsDoNotBlockOthers() throws Exception {
    try (TestServer server = server(20, 2, 64, 64)) {
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        Socket socket = fromElsewhere(server);
        slow.add(socket);
        try {
          socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ".getBytes(UTF_8));
          socket.getOutputStream().flush();
        } catch (IOException e) {
          // refused: too many connections of one address
        }
      }
      double slowest = slowest(server, 20);
      assertThat(slowest).isLessThan(HostileCase.AT_ONCE);
      tell(
          "500 connections of another address send half a request and wait",
          "others are answered as always",
          "slowest of 20 ASK: %.3f s".formatted(slowest));
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /// A request keeps its release while its body arrives, so the time for the body is limited.
  @ParameterizedTest
  @CsvSource({
    "a client sends its query byte by byte and ten a second, 100",
    "a client sends a byte of its query and then none, 600000"
  })
  void refusesASlowBody(String what, int between) throws Exception {
    try (TestServer server = server(20, 2, 64, 64);
        Socket socket = new Socket("localhost", server.uri("/").getPort())) {
      long start = System.nanoTime();
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          RawHttp.request(
              "POST", "/sparql", "", "Content-Type: " + QUERY, "Content-Length: 100000"));
      Thread sender = Thread.ofVirtual().start(() -> trickle(out, between));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      double seconds = (System.nanoTime() - start) / 1e9;
      sender.interrupt();
      assertThat(answer).startsWith("HTTP/1.1 408").endsWith("longer than 10 seconds.\n");
      tell(
          what,
          "408 after %d seconds".formatted(Request.BODY_TIME.toSeconds()),
          "408 after %.1f s".formatted(seconds));
    }
  }

  private static void trickle(OutputStream out, int between) {
    try {
      while (true) {
        out.write(' ');
        out.flush();
        Thread.sleep(between);
      }
    } catch (IOException | InterruptedException e) {
      // The server has answered and closed the connection.
    }
  }

  /// Opens and closes connections, and opens connections without sending anything.
  @Test
  void survivesAFloodOfConnections() throws Exception {
    try (TestServer server = server(20, 2, 64, 64)) {
      List<Socket> idle = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        idle.add(fromElsewhere(server));
        fromElsewhere(server).close();
      }
      double slowest = slowest(server, 20);
      assertThat(slowest).isLessThan(HostileCase.AT_ONCE);
      for (Socket socket : idle) {
        socket.close();
      }
      assertThat(slowest(server, 5)).isLessThan(HostileCase.AT_ONCE);
      tell(
          "another address opens 1,000 connections and says nothing on them, and opens and closes"
              + " 1,000",
          "others are answered as always",
          "slowest of 20 ASK: %.3f s".formatted(slowest));
    }
  }

  @Test
  void finishesRunningRequestsOnShutdown() throws Exception {
    TestServer server = server(20, 2, 64, 64);
    String long_ =
        "/sparql?query="
            + encode("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }", UTF_8)
            + "&timeout=3";
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpResponse<String>> underWay = threads.submit(() -> server.get(long_, "*/*"));
      await(server, "techrace_queries_running", 1);
      server.server.close();
      assertThat(underWay.get().statusCode()).isIn(200, 503);
      assertThat(underWay.get().body()).containsAnyOf("results", "was stopped after");
    }
    server.close();
  }

  /// A connection from an address that is not the one of the other requests.
  private static Socket fromElsewhere(TestServer server) throws IOException {
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    return new Socket(here, server.uri("/").getPort(), InetAddress.ofLiteral("127.0.0.2"), 0);
  }

  private static void await(TestServer server, String metric, int least) throws Exception {
    await(server, metric, number -> number >= least);
  }

  private static void await(TestServer server, String metric, DoublePredicate wanted)
      throws Exception {
    for (int i = 0; i < 6000 && !wanted.test(server.metric(metric)); i++) {
      Thread.sleep(10);
    }
    assertThat(server.metric(metric)).as(metric).matches(wanted::test);
  }

  private static double slowest(TestServer server, int times) throws Exception {
    double slowest = 0;
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      assertThat(server.get(ASK, "*/*").statusCode()).isEqualTo(200);
      slowest = Math.max(slowest, (System.nanoTime() - start) / 1e9);
    }
    return slowest;
  }

  private static <T> List<T> atOnce(int times, Callable<T> task) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        futures.add(threads.submit(task));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }
}
