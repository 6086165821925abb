package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.serve.sparql.Services;
import org.techrace.serve.work.Limits;
import org.techrace.store.Progress;
import org.techrace.store.Store;
import org.techrace.store.StoreWriter;
import org.techrace.store.query.StoreDataset;

/// Sends every hostile request. Each must get the expected answer in time, and the server must
/// answer other requests afterwards. The results are the first table of
/// `docs/evidence/reliability.md`.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileTest {
  /// The processor time after which an evaluation counts as one that does not stop, in seconds. It
  /// is that of the whole process, so that garbage collection and compilation are included.
  private static final double RUNS_ON = 5;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final AtomicInteger hits = new AtomicInteger();
  private final List<ReliabilityDoc.Row> rows = new ArrayList<>();
  private HttpServer listener;
  private TestServer server;

  /// For requests that must not be stopped: a slow machine may take longer than the usual limit to
  /// answer or refuse them.
  private TestServer patient;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    listener = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    listener.createContext(
        "/",
        exchange -> {
          hits.incrementAndGet();
          exchange.close();
        });
    listener.start();
    DatasetGraph dataset = sealed(withText(chain(20_000)), folder);
    server = started(dataset, Duration.ofSeconds(2));
    patient = started(dataset, Duration.ofMinutes(2));
  }

  private TestServer started(DatasetGraph dataset, Duration time) throws IOException {
    Limits limits =
        new TestLimits()
            .time(time)
            .queries(4, 64, 64)
            .answerBytes(8 << 20)
            .bodyBytes(1 << 20)
            .cacheBytes(1 << 20)
            .build();
    Services services = Services.NONE.withEndpoints(Set.copyOf(HostileReaches.listed(address())));
    return TestServer.of(
        TestServer.asIs(TestServer.RELEASE, dataset),
        TestServer.OPTIONS.edit().limits(limits).services(services).build());
  }

  @AfterAll
  void stop() throws Exception {
    ReliabilityDoc.requests(rows);
    server.close();
    patient.close();
    listener.stop(0);
  }

  private String address() {
    return "http://localhost:" + listener.getAddress().getPort() + "/";
  }

  Stream<HostileCase> cases() {
    return Stream.of(
            HostileQueries.all(),
            HostileReaches.all(address()),
            HostileRequests.all(),
            MalformedRequests.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isAnsweredInTime(HostileCase hostile) throws Exception {
    HeapPeak peak = HeapPeak.start();
    long start = System.nanoTime();
    TestServer asked = hostile.statuses().contains(503) ? server : patient;
    HttpResponse<String> response = hostile.probe().send(asked);
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpu = cpuSeconds();
    double idle = seconds + asked.secondsUntilIdle(30);
    cpu = cpuSeconds() - cpu;
    rows.add(
        new ReliabilityDoc.Row(hostile, response.statusCode(), seconds, idle, peak.megabytes()));
    assertThat(response.statusCode()).as(cut(response.body())).isIn(hostile.statuses());
    assertThat(response.body()).contains(hostile.text());
    assertThat(response.body())
        .as("no code, no path")
        .doesNotContain(
            "org.apache", "java.lang.O", "java.lang.I", ".java:", "/home/", "Exception");
    if (asked == server) {
      assertThat(seconds).isLessThan(hostile.seconds());
    }
    assertThat(idle - seconds).as("seconds until it has stopped").isLessThan(30);
    assertThat(cpu).as("seconds of processor time after the answer").isLessThan(RUNS_ON);
    assertThat(hits).as("sockets opened").hasValue(0);
    assertThat(server.get("/sparql?query=ASK%7B%7D", "text/csv, */*").statusCode()).isEqualTo(200);
  }

  /// Planning took twice as long for each level, and could not be stopped: four such requests ended
  /// the service until a restart.
  @Test
  void fourQueriesOfNestedExistsLeaveNoEvaluation() throws Exception {
    String nested =
        "PREFIX : <http://example.org/> ASK {"
            + "?s :next ?o FILTER EXISTS {".repeat(40)
            + "?s :none ?o"
            + "}".repeat(41);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        answers.add(threads.submit(() -> HostileCase.ask(server, nested, "&timeout=1")));
      }
      for (Future<HttpResponse<String>> answer : answers) {
        assertThat(answer.get().statusCode()).isIn(200, 503);
      }
    }
    assertThat(server.secondsUntilIdle(30)).isLessThan(30);
    assertThat(server.metric("techrace_queries_stuck")).isZero();
    assertThat(HostileCase.ask(patient, "ASK {}", "").statusCode()).isEqualTo(200);
  }

  @Test
  void thereAreAtLeastEighty() {
    assertThat(cases().count()).isGreaterThanOrEqualTo(80);
  }

  private static double cpuSeconds() {
    return SYSTEM.getProcessCpuTime() / 1e9;
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(300, text.length()));
  }

  /// Writes the quads to a store, as a release has them.
  static DatasetGraph sealed(DatasetGraph quads, Path folder) throws IOException {
    try (StoreWriter writer = new StoreWriter(folder, Progress.NONE)) {
      quads.find().forEachRemaining(writer::quad);
      writer.seal();
    }
    return new StoreDataset(Store.open(folder), StoreDataset.DefaultGraph.UNION);
  }

  /// Returns a chain of triples: `:n0 :next :n1` and so on.
  static DatasetGraph chain(int steps) {
    DatasetGraph dataset = DatasetGraphFactory.createTxnMem();
    dataset.executeWrite(
        () -> {
          for (int i = 0; i < steps; i++) {
            dataset.add(node("g"), node("n" + i), node("next"), node("n" + (i + 1)));
          }
        });
    return dataset;
  }

  /// Adds a long text to the dataset as `:n0 :text`.
  static DatasetGraph withText(DatasetGraph dataset) {
    Node text = NodeFactory.createLiteralString("a".repeat(200_000));
    dataset.executeWrite(() -> dataset.add(node("g"), node("n0"), node("text"), text));
    return dataset;
  }

  private static Node node(String name) {
    return NodeFactory.createURI("http://example.org/" + name);
  }
}
