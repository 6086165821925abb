package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.TxnType;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.OwnGraph;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQueries;
import org.techrace.rdf.LanguageOrder;
import org.techrace.release.Input;
import org.techrace.release.Inputs;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.release.Retention;
import org.techrace.release.Staging;
import org.techrace.report.Report;
import org.techrace.search.LabelIndex;
import org.techrace.serve.current.Current;
import org.techrace.serve.current.Lease;
import org.techrace.serve.current.Promotions;
import org.techrace.serve.current.Retirement;
import org.techrace.serve.work.Limits;

/// Promotes releases under load. No query may fail or see two releases, every old release must be
/// closed, and no files or memory may leak.
@Tag("long")
final class PromotionTest {
  private static final int PROMOTIONS = 100;
  private static final int CLIENTS = 8;
  private static final int SEALED = 4;

  /// A query that would return two rows if it saw two releases. RAND keeps its answer out of the
  /// cache.
  private static final String QUERY =
      "/sparql?query=SELECT%20%3Fo%20(COUNT(*)%20AS%20%3Fn)%20%7B%20%3Fs%20%3Chttp%3A%2F%2Fexample.org%2Fsays%3E%20%3Fo%20FILTER(RAND()%3C2)%20%7D%20GROUP%20BY%20%3Fo";

  @TempDir private Path folder = Path.of("");
  private final AtomicInteger closed = new AtomicInteger();

  /// Seals release n, which contains its number 1,000 times.
  private static String seal(Releases releases, int n) throws IOException {
    StringBuilder text = new StringBuilder("PREFIX : <http://example.org/> ");
    for (int i = 0; i < 1000; i++) {
      text.append(":s%d :says \"%d\" . ".formatted(i, n));
    }
    Inputs inputs = new Inputs(List.of(new Input("data/x.csv", "%064x".formatted(n), n)), "test");
    try (Staging staging = releases.stage(OwnGraph.PUBLICATION, inputs, Clock.systemUTC())) {
      RDFParser.fromString(text.toString(), Lang.TURTLE)
          .parse(staging.stream(OwnGraph.IRIS.graph("source")));
      LabelIndex.build(
          staging.dataset().getUnionGraph(),
          staging.folder().resolve(LabelIndex.FOLDER),
          LanguageOrder.NONE);
      return staging.seal(new Report());
    }
  }

  private Current.Open open(Releases releases, String id) throws IOException {
    Current.Open open = Current.Open.of(releases.open(id), new Retirement(releases, Retention.ALL));
    AtomicBoolean once = new AtomicBoolean();
    return new Current.Open(
        id,
        open.dataset(),
        open.description(),
        open.text(),
        () -> {
          assertThat(once.getAndSet(true)).as("closed once").isFalse();
          open.close().run();
          closed.incrementAndGet();
        });
  }

  @Test
  void promotesUnderLoadWithoutFailuresOrLeaks() throws Exception {
    long start = System.nanoTime();
    Releases releases = new Releases(folder);
    List<String> sealed = new ArrayList<>();
    for (int n = 0; n < SEALED; n++) {
      sealed.add(seal(releases, n));
    }
    Limits limits =
        new TestLimits()
            .queries(4, 64, 64)
            .answerBytes(1 << 20)
            .bodyBytes(1 << 20)
            .cacheBytes(1 << 20)
            .build();
    try (TestServer server =
            TestServer.of(
                open(releases, sealed.getFirst()),
                TestServer.OPTIONS.edit().limits(limits).build());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      promote(server, releases, sealed, threads, 8);
      ResourceUse before = ResourceUse.now(folder);
      int answered = promote(server, releases, sealed, threads, PROMOTIONS);
      assertThat(closed).as("old releases closed").hasValue(8 + PROMOTIONS);
      ResourceUse after = ResourceUse.now(folder);
      assertThat(after.mapped()).as("files of releases mapped").isEqualTo(before.mapped());
      assertThat(after.open()).as("files open").isLessThan(before.open() + 30);
      assertThat(after.heap()).as("MB of heap").isLessThan(before.heap() + 16);
      ReliabilityDoc.table(
          "Promotion under load",
          "%d promotions of sealed releases under %d clients without a pause between requests."
              .formatted(PROMOTIONS, CLIENTS),
          ReliabilityDoc.FAULTS,
          List.of(
              ReliabilityDoc.fault(
                  PROMOTIONS + " promotions",
                  "no query fails or sees two releases; every old release is closed once; no file"
                      + " or memory is kept",
                  "%d answers, all of one release; %d closed; mapped files of releases %d before and %d after, open files %d and %d, heap after collection %d and %d MB"
                      .formatted(
                          answered,
                          PROMOTIONS,
                          before.mapped(),
                          after.mapped(),
                          before.open(),
                          after.open(),
                          before.heap(),
                          after.heap()),
                  start)));
    }
  }

  @Test
  void deletesTheOldReleaseAfterItsLastReader() throws Exception {
    Releases releases = new Releases(folder);
    String first = seal(releases, 1);
    String second = seal(releases, 2);
    releases.promote(second);
    Retirement retirement = new Retirement(releases, Retention.latest(1));
    PageQueries queries = OwnGraph.pageQueries();
    try (Current current =
        new Current(
            Current.Open.of(releases.open(first), retirement),
            d -> new Entities(d, queries, 1 << 20))) {
      current.openPages();
      Lease reader = current.lease();
      current.promote(Current.Open.of(releases.open(second), retirement));
      assertThat(releases.list()).containsExactly(first, second);
      DatasetGraph read = reader.dataset();
      assertThat(read.calculateRead(() -> read.getDefaultGraph().size())).isEqualTo(1000);
      reader.close();
      assertThat(releases.list()).containsExactly(second);
    }
    assertThat(releases.list()).as("the current one stays").containsExactly(second);
  }

  /// The start fails while a request waits for the pages.
  @Test
  void waitingRequestsFailIfTheStartFails() throws Exception {
    Releases releases = new Releases(folder);
    Release release = releases.open(seal(releases, 1));
    try (Current current =
            new Current(
                Current.Open.of(release, new Retirement(releases, Retention.latest(1))),
                _ -> {
                  throw new IllegalStateException();
                });
        Lease waiting = current.lease()) {
      CompletableFuture<Entities> asked = CompletableFuture.supplyAsync(waiting::entities);
      current.failPages(new IOException("the queries of pages cannot be read"));
      assertThat(asked)
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableThat()
          .withStackTraceContaining("the queries of pages cannot be read");
    }
  }

  /// An answer is complete before its first byte is sent, so it does not need the release.
  @Test
  void slowReadersDoNotKeepARelease() throws Exception {
    Releases releases = new Releases(folder);
    String first = seal(releases, 1);
    String second = seal(releases, 2);
    String large = "/sparql?query=" + encode("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000", UTF_8);
    try (TestServer server = TestServer.of(open(releases, first), TestServer.OPTIONS);
        Socket slow = new Socket()) {
      slow.setReceiveBufferSize(1024);
      slow.connect(new InetSocketAddress("localhost", server.uri("/").getPort()));
      slow.getOutputStream().write(RawHttp.get(large));
      assertThat(new String(slow.getInputStream().readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 200");
      server.server.promote(open(releases, second));
      for (int i = 0; i < 500 && closed.get() == 0; i++) {
        Thread.sleep(20);
      }
      assertThat(closed).hasValue(1);
    }
  }

  /// A release that fails before it is served is closed, and the one before remains.
  @Test
  void doesNotServeAReleaseThatFailsToOpen() throws Exception {
    Releases releases = new Releases(folder);
    String first = seal(releases, 1);
    String second = seal(releases, 2);
    try (TestServer server = TestServer.of(open(releases, first), TestServer.OPTIONS)) {
      server.get("/page/graph/source", "text/html");
      Current.Open sound = open(releases, second);
      Current.Open broken =
          new Current.Open(
              second,
              new DatasetGraphWrapper(sound.dataset()) {
                @Override
                public void begin(ReadWrite mode) {
                  throw new IllegalStateException("broken");
                }

                @Override
                public void begin(TxnType type) {
                  throw new IllegalStateException("broken");
                }
              },
              sound.description(),
              sound.text(),
              sound.close());
      assertThatThrownBy(() -> server.server.promote(broken)).hasMessage("broken");
      assertThat(closed).hasValue(1);
      assertThat(server.get(QUERY, "text/csv").body()).contains("1,1000");
      server.server.promote(open(releases, second));
      assertThat(server.get(QUERY, "text/csv").body()).contains("2,1000");
    }
  }

  @Test
  void servesTheReleaseAfterAFailedOne() throws Exception {
    Releases releases = new Releases(folder);
    List<String> sealed = List.of(seal(releases, 0), seal(releases, 1), seal(releases, 2));
    List<String> seen = new CopyOnWriteArrayList<>();
    try (Promotions _ =
        Promotions.watch(
            releases,
            sealed.get(0),
            release -> Current.Open.of(release, new Retirement(releases, Retention.ALL)),
            next -> {
              seen.add(next.id());
              next.close().run();
              throw new IllegalStateException("it breaks");
            },
            () -> {})) {
      for (String id : sealed.subList(1, 3)) {
        releases.promote(id);
        for (int i = 0; i < 500 && !seen.contains(id); i++) {
          Thread.sleep(20);
        }
      }
    }
    assertThat(seen).containsExactlyElementsOf(sealed.subList(1, 3));
  }

  /// An operator deletes a release that is being read. The readers must not notice.
  @Test
  void readersFinishOnADeletedRelease() throws Exception {
    Releases releases = new Releases(folder);
    String first = seal(releases, 1);
    String second = seal(releases, 2);
    try (TestServer server = TestServer.of(open(releases, first), TestServer.OPTIONS)) {
      releases.promote(second);
      assertThat(releases.prune(Retention.latest(1))).containsExactly(first);
      assertThat(server.get(QUERY, "text/csv").body())
          .isEqualToNormalizingNewlines("o,n\n1,1000\n");
      server.server.promote(open(releases, second));
      assertThat(server.get(QUERY, "text/csv").body())
          .isEqualToNormalizingNewlines("o,n\n2,1000\n");
    }
  }

  /// Promotes releases while clients send queries.
  ///
  /// @return the number of answers
  private int promote(
      TestServer server, Releases releases, List<String> sealed, ExecutorService threads, int times)
      throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<Future<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(threads.submit(() -> ask(server, sealed, done)));
    }
    for (int n = 1; n <= times; n++) {
      server.server.promote(open(releases, sealed.get(n % SEALED)));
      Thread.sleep(20);
    }
    done.set(true);
    int answered = 0;
    for (Future<Integer> client : clients) {
      answered += client.get();
    }
    assertThat(answered).isGreaterThanOrEqualTo(CLIENTS);
    assertThat(server.secondsUntilIdle(30)).isLessThan(30);
    return answered;
  }

  /// Sends queries until told to stop. Checks that each answer is complete and comes from the
  /// release in its header.
  private static int ask(TestServer server, List<String> sealed, AtomicBoolean done)
      throws Exception {
    int answered = 0;
    while (!done.get()) {
      HttpResponse<String> response = server.get(QUERY, "text/csv");
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      String release = response.headers().firstValue("Techrace-Release").orElseThrow();
      assertThat(response.body())
          .isEqualToNormalizingNewlines("o,n\n" + sealed.indexOf(release) + ",1000\n");
      answered++;
    }
    return answered;
  }
}
