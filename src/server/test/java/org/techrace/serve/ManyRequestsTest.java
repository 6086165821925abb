package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.jena.riot.RDFDataMgr;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many requests of all kinds: memory and open files do not grow.
@Tag("long")
final class ManyRequestsTest {
  private static final int REQUESTS = 20_000;
  private static final int CLIENTS = 8;

  /// A request, with a place for its number, and the status of its answer.
  private record Ask(String path, String accept, int status) {}

  private static final List<Ask> ASKS =
      List.of(
          new Ask(
              "/sparql?query=SELECT*%7B%3Fs%20%3Fp%20%3Fo%7DLIMIT%203%20%23{n}", "text/csv", 200),
          new Ask("/sparql?query=ASK%7B%7D", "*/*", 200),
          new Ask("/sparql?query=SELECT*%7B%3Fs{n}%20%3Fp%20", "*/*", 400),
          new Ask(
              "/sparql?query=CONSTRUCT%20WHERE%7B%3Fs%20%3Fp%20%3Fo%7D%23{n}", "text/turtle", 200),
          new Ask("/data/firm-huawei.ttl?{n}", "*/*", 200),
          new Ask("/static/workbench.js", "*/*", 200),
          new Ask("/nowhere/{n}", "application/json", 404),
          new Ask("/page/firm-huawei", "text/html", 200));

  @Test
  void nothingGrows() throws Exception {
    long begun = System.nanoTime();
    Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    try (TestServer server =
        TestServer.of(
            RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph(),
            TestServer.OPTIONS
                .edit()
                .limits(new TestLimits().queries(4, 64, 64).cacheBytes(1 << 20).build())
                .build())) {
      send(server, REQUESTS, statuses); // fills the caches
      statuses.clear();
      ResourceUse before = ResourceUse.now(Path.of("none"));
      send(server, REQUESTS, statuses);
      ResourceUse after = ResourceUse.now(Path.of("none"));
      assertThat(statuses.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(REQUESTS);
      assertThat(after.open()).as("files open").isLessThan(before.open() + 30);
      assertThat(after.heap()).as("MB of heap").isLessThan(before.heap() + 16);
      ReliabilityDoc.table(
          "Many requests",
          "%,d requests of %d kinds (queries, documents, pages, files, errors) by %d clients, after as many that fill the caches (`ManyRequestsTest`)."
              .formatted(REQUESTS, ASKS.size(), CLIENTS),
          ReliabilityDoc.FAULTS,
          List.of(
              ReliabilityDoc.fault(
                  "%,d requests".formatted(REQUESTS),
                  "each gets its status; no file or memory is kept",
                  "status and number: %s; open files %d before and %d after, heap after collection %d and %d MB"
                      .formatted(
                          statuses, before.open(), after.open(), before.heap(), after.heap()),
                  begun)));
    }
  }

  private static void send(TestServer server, int requests, Map<Integer, Integer> statuses)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> done =
          IntStream.range(0, CLIENTS)
              .mapToObj(
                  _ ->
                      clients.submit(
                          (Callable<Object>)
                              () -> {
                                for (int n = next.getAndIncrement();
                                    n < requests;
                                    n = next.getAndIncrement()) {
                                  Ask ask = ASKS.get(n % ASKS.size());
                                  String path = ask.path.replace("{n}", String.valueOf(n));
                                  int status = server.get(path, ask.accept).statusCode();
                                  assertThat(status).as(path).isEqualTo(ask.status);
                                  statuses.merge(status, 1, Integer::sum);
                                }
                                return statuses;
                              }))
              .toList();
      for (Future<Object> each : done) {
        each.get();
      }
    }
  }
}
