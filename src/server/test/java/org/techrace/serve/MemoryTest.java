package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.jena.sparql.core.DatasetGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.guard.Scratch;
import org.techrace.serve.work.Limits;

/// Tests that a query is refused if it needs too much memory, whichever operator holds the rows,
/// and that the server continues. With space on disk, operators that keep rows use it instead.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MemoryTest {
  private static final long ALLOWED_BYTES = 100L << 20;
  private static final Scratch.Limits NO_DISK = new Scratch.Limits(1 << 20, 0, 0);
  private static final Scratch.Limits LITTLE_DISK = new Scratch.Limits(16 << 20, 1 << 20, 1 << 30);
  private static final Scratch.Limits DISK = new Scratch.Limits(16 << 20, 300 << 20, 1 << 30);

  private TestServer server;
  private TestServer withDisk;
  private TestServer withLittleDisk;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    List<DatasetGraph> stores = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      stores.add(HostileTest.sealed(HostileTest.chain(20_000), folder.resolve(name)));
    }
    ManagementFactory.getMemoryMXBean().gc();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    double share = (double) (heap.getUsed() + ALLOWED_BYTES) / heap.getMax();
    server = server(stores.get(0), share, NO_DISK);
    withDisk = server(stores.get(1), share, DISK);
    withLittleDisk = server(stores.get(2), share, LITTLE_DISK);
  }

  private static TestServer server(DatasetGraph quads, double share, Scratch.Limits scratch)
      throws Exception {
    Limits limits =
        new TestLimits()
            .time(Duration.ofMinutes(2))
            .queries(4, 64, 64)
            .answerBytes(8 << 20)
            .bodyBytes(1 << 20)
            .memory(share)
            .scratch(scratch)
            .cacheBytes(0)
            .build();
    return TestServer.of(
        TestServer.asIs(TestServer.RELEASE, quads),
        TestServer.OPTIONS.edit().limits(limits).build());
  }

  @AfterAll
  void stop() {
    server.close();
    withDisk.close();
    withLittleDisk.close();
  }

  /// Each query would need gigabytes.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          ORDER BY            ; SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a
          DISTINCT            ; SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f } }
          GROUP BY            ; SELECT ?a ?d (SUM(1) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d
          COUNT DISTINCT      ; SELECT ?a (COUNT(DISTINCT ?f) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a
          a hash join         ; SELECT (COUNT(*) AS ?n) { ?a ?b ?c { SELECT ?d ?g { ?d ?e ?f . ?g ?h ?i } LIMIT 1000000000 } }
          MINUS               ; SELECT * { ?a ?b ?c MINUS { SELECT ?a ?c { ?a ?x ?f . ?c ?h ?i } LIMIT 1000000000 } }
          all pairs of a path ; SELECT * { ?a (!<http://example.org/none>)* ?b } ORDER BY ?b
          terms that are made ; SELECT (COUNT(?t) AS ?n) { ?a ?b ?c . ?d ?e ?f BIND(CONCAT(STR(?a), STR(?d)) AS ?t) }
          """)
  @Timeout(180)
  void isRefused(String operator, String query) throws Exception {
    HttpResponse<String> response = ask(server, query);
    assertThat(response.statusCode()).as(operator).isEqualTo(503);
    assertThat(response.body()).contains("more memory than there is");
    server.secondsUntilIdle(60);
    assertThat(ask(server, "ASK {}").statusCode()).isEqualTo(200);
  }

  /// Each query keeps six million rows, which take more memory than an operator may use.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          ORDER BY       ; SELECT (COUNT(*) AS ?n) { SELECT ?a ?d { PAIRS } ORDER BY ?d ?a LIMIT 10000000 }
          DISTINCT       ; SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?d { PAIRS } }
          GROUP BY       ; SELECT (COUNT(*) AS ?n) { SELECT ?a ?d (SUM(1) AS ?m) { PAIRS } GROUP BY ?a ?d }
          COUNT DISTINCT ; SELECT (SUM(?m) AS ?n) { SELECT ?d (COUNT(DISTINCT ?a) AS ?m) { PAIRS } GROUP BY ?d }
          """)
  @Timeout(180)
  void isAnsweredWithRowsOnDisk(String operator, String query) throws Exception {
    String pairs = "?a ?b ?c { SELECT ?d { ?d ?e ?f } LIMIT 300 }";
    HttpResponse<String> response = ask(withDisk, query.replace("PAIRS", pairs));
    assertThat(response.body()).as(operator).contains("\"6000000\"");
    HttpResponse<String> refused = ask(withLittleDisk, query.replace("PAIRS", pairs));
    assertThat(refused.statusCode()).as(operator).isEqualTo(503);
    assertThat(refused.body()).contains("limits.scratch-bytes-per-query");
  }

  @Test
  @Timeout(180)
  void refusesMoreRowsThanTheDiskMayHold() throws Exception {
    HttpResponse<String> response =
        ask(withDisk, "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("16 MB of memory and 300 MB of disk");
    assertThat(ask(withDisk, "ASK {}").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> ask(TestServer server, String query) throws Exception {
    return server.get(
        "/sparql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8), "text/csv, */*");
  }
}
