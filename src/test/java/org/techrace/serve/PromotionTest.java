package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.graph.GraphFactory;
import org.junit.jupiter.api.Test;

/// Releases change under load: no query fails, none sees two releases, every old release is closed.
final class PromotionTest {
  private static final int PROMOTIONS = 100;
  private static final int CLIENTS = 8;

  /// Release n says n hundred times; a query that saw two releases would say so.
  private static Current.Open release(int n, AtomicInteger closed) {
    DatasetGraph dataset = DatasetGraphFactory.createTxnMem();
    dataset.executeWrite(
        () -> {
          for (int i = 0; i < 100; i++) {
            dataset.add(
                NodeFactory.createURI("http://example.org/g"),
                NodeFactory.createURI("http://example.org/s" + i),
                NodeFactory.createURI("http://example.org/says"),
                NodeFactory.createLiteralString("r" + n));
          }
        });
    Graph description = GraphFactory.createDefaultGraph();
    AtomicBoolean once = new AtomicBoolean();
    return new Current.Open(
        "r" + n,
        new UnionDataset(dataset),
        description,
        Path.of("text"),
        () -> {
          assertThat(once.getAndSet(true)).isFalse();
          closed.incrementAndGet();
          dataset.close();
        });
  }

  @Test
  void noneFailsAndEveryOldReleaseIsClosed() throws Exception {
    AtomicInteger closed = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    Limits limits = Limits.DEFAULT;
    Options options =
        TestServer.OPTIONS.withLimits(
            new Limits(limits.time(), 4, 64, 64, 1 << 20, 1 << 20, 200, 0.8, 1 << 20));
    try (TestServer server = TestServer.of(release(0, closed), options);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> ask(server, done)));
      }
      for (int n = 1; n <= PROMOTIONS; n++) {
        server.server.promote(release(n, closed));
        Thread.sleep(20);
      }
      done.set(true);
      int answered = 0;
      for (Future<Integer> client : clients) {
        answered += client.get();
      }
      assertThat(answered).isGreaterThan(PROMOTIONS);
      assertThat(server.secondsUntilIdle(30)).isLessThan(30);
      assertThat(closed).hasValue(PROMOTIONS);
    }
    assertThat(closed).hasValue(PROMOTIONS + 1);
  }

  /// Asks until told to stop; every answer is whole and of the release its header names.
  private static int ask(TestServer server, AtomicBoolean done) throws Exception {
    int answered = 0;
    while (!done.get()) {
      // RAND keeps the answer out of the cache
      String query =
          "/sparql?query=SELECT%20%3Fo%20(COUNT(*)%20AS%20%3Fn)%20%7B%20%3Fs%20%3Fp%20%3Fo%20FILTER(RAND()%3C2)%20%7D%20GROUP%20BY%20%3Fo";
      HttpResponse<String> response = server.get(query, "text/csv");
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      String release = response.headers().firstValue("Techrace-Release").orElseThrow();
      assertThat(response.body()).isEqualToNormalizingNewlines("o,n\n" + release + ",100\n");
      answered++;
    }
    return answered;
  }
}
