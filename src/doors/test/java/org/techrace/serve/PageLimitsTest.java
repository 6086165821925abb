package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.TxnType;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDFS;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.OwnGraph;
import org.techrace.serve.current.Current;
import org.techrace.serve.work.Limits;

/// Tests the limits of pages and reconciliation: concurrent requests and time, as for queries.
final class PageLimitsTest {
  private static final String PAGE = "/page/firm-huawei";

  /// The maximum size in bytes of answers that stay in memory.
  private static final int IN_MEMORY = 128 << 10;

  /// Blocks readers of the dataset until it is opened.
  private CountDownLatch gate = new CountDownLatch(0);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/explore",
        "/list/Firm",
        "/compare?thing=firm-huawei",
        PAGE,
        "/id/firm-huawei",
        "/data/firm-huawei.ttl",
        "/data?iri=http://www.wikidata.org/entity/Q160120",
        "/ontology",
        "/search?q=huawei",
        "/suggest?q=huawei",
        "/reconcile?queries=%7B%7D",
        "/reconcile/suggest/entity?prefix=huawei",
        "/workbench.json",
        "/.well-known/void"
      })
  void returns429WhenClientExceedsItsLimit(String path) throws Exception {
    try (TestServer server = server(new Limits.Places(1, 4, 2));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> underWay = block(2, server, threads);
      HttpResponse<String> refused = server.get(path, "*/*");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).contains("5");
      assertThat(refused.body()).contains("2 requests under way");
      assertThat(server.get("/static/techrace.css", "*/*").statusCode()).isEqualTo(200);
      gate.countDown();
      for (Future<HttpResponse<String>> page : underWay) {
        assertThat(page.get().statusCode()).isEqualTo(200);
      }
      assertThat(server.get(path, "*/*").statusCode()).isNotEqualTo(429);
    }
  }

  @Test
  void returns503WhenTheQueueIsFull() throws Exception {
    try (TestServer server = server(new Limits.Places(1, 1, 8));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> underWay = block(2, server, threads);
      HttpResponse<String> refused =
          server.post("/reconcile", "application/x-www-form-urlencoded", "queries={}");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("5");
      assertThat(refused.body()).contains("Too many requests");
      gate.countDown();
      for (Future<HttpResponse<String>> page : underWay) {
        assertThat(page.get().statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void stopsAPageAtItsTimeLimit(@TempDir Path folder) throws Exception {
    try (TestServer server = endless(folder, Duration.ofSeconds(1))) {
      HttpResponse<String> stopped = server.get("/explore/endless", "text/html");
      assertThat(stopped.statusCode()).isEqualTo(503);
      assertThat(stopped.body()).contains("The request was stopped after 1.0 seconds");
      await(server, "techrace_pages_running", 0);
    }
  }

  @Test
  void stopsAPageWhenItsClientLeaves(@TempDir Path folder) throws Exception {
    try (TestServer server = endless(folder, Duration.ofMinutes(5))) {
      try (Socket socket = new Socket("localhost", server.uri("/").getPort())) {
        socket.getOutputStream().write(RawHttp.get("/explore/endless", "Accept: text/html"));
        await(server, "techrace_pages_running", 1);
      }
      await(server, "techrace_pages_running", 0);
    }
  }

  /// A long page waits on disk, where the space per client is limited.
  @Test
  void freesTheSpaceOfAPageThatIsNotSent() throws Exception {
    String path = "/data/hub.nt";
    DatasetGraph hub = DatasetGraphFactory.create();
    for (int i = 0; i < 3_000; i++) {
      hub.add(
          Quad.create(
              NodeFactory.createURI(OwnGraph.IRIS.graph("") + "g"),
              NodeFactory.createURI(OwnGraph.IRIS.id() + "hub"),
              RDFS.Nodes.seeAlso,
              NodeFactory.createURI("https://example.org/" + i)));
    }
    Limits limits = new TestLimits().answerBytes(1 << 19).build();
    try (TestServer server = TestServer.of(hub, TestServer.OPTIONS.edit().limits(limits).build())) {
      HttpResponse<String> page = server.get(path, "*/*");
      assertThat(page.body()).hasSizeGreaterThan(IN_MEMORY);
      String etag = page.headers().firstValue("ETag").orElseThrow();
      for (int i = 0; i < 10; i++) {
        HttpRequest.Builder again = server.request(path).header("If-None-Match", etag);
        assertThat(server.send(again).statusCode()).isEqualTo(304);
      }
      assertThat(server.get(path, "*/*").body()).isEqualTo(page.body());
    }
  }

  /// Returns pages that are running or waiting.
  private List<Future<HttpResponse<String>>> block(
      int pages, TestServer server, ExecutorService threads) throws Exception {
    gate = new CountDownLatch(1);
    List<Future<HttpResponse<String>>> underWay = new ArrayList<>();
    for (int i = 0; i < pages; i++) {
      underWay.add(threads.submit(() -> server.get(PAGE, "text/html")));
    }
    await(server, "techrace_pages_running", 1);
    await(server, "techrace_pages_waiting", pages - 1);
    return underWay;
  }

  private TestServer server(Limits.Places pages) throws IOException {
    Current.Open open =
        TestServer.open(
            TestServer.RELEASE,
            RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph());
    return TestServer.of(
        new Current.Open(
            open.id(), new Gated(open.dataset()), open.description(), open.text(), open.close()),
        TestServer.OPTIONS.edit().limits(new TestLimits().pages(pages).build()).build());
  }

  /// Creates a server with a page whose query never ends.
  private static TestServer endless(Path folder, Duration time) throws IOException {
    Path queries = folder.resolve("queries");
    copy(Path.of("queries/pages"), queries.resolve("pages"));
    Files.writeString(
        queries.resolve("pages/explore/endless.rq"),
        """
        # Title: Endless
        # Text: It has no end.
        # Topic: Figures
        # View: table
        SELECT ?a ?f { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) = CONCAT(STR(?f), STR(?i))) }
        """);
    Options options =
        TestServer.OPTIONS
            .edit()
            .queries(queries)
            .limits(new TestLimits().time(time).build())
            .build();
    return TestServer.of(HostileTest.chain(20_000), options);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private static void await(TestServer server, String metric, double value) throws Exception {
    for (int i = 0; i < 3000 && server.metric(metric) != value; i++) {
      Thread.sleep(10);
    }
    assertThat(server.metric(metric)).as(metric).isEqualTo(value);
  }

  private final class Gated extends DatasetGraphWrapper {
    Gated(DatasetGraph dataset) {
      super(dataset);
    }

    private void pass() {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void begin(TxnType type) {
      pass();
      super.begin(type);
    }

    @Override
    public void begin(ReadWrite mode) {
      pass();
      super.begin(mode);
    }
  }
}
