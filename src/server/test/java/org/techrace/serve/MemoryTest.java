package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.serve.work.Limits;

/// Tests that a query is refused if it needs too much memory, whichever operator holds the rows,
/// and that the server continues.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MemoryTest {
  private static final long ALLOWED_BYTES = 100L << 20;
  private TestServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    var quads = HostileTest.sealed(HostileTest.chain(20_000), folder);
    ManagementFactory.getMemoryMXBean().gc();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    double share = (double) (heap.getUsed() + ALLOWED_BYTES) / heap.getMax();
    Limits limits =
        new TestLimits()
            .time(Duration.ofMinutes(2))
            .queries(4, 64, 64)
            .answerBytes(8 << 20)
            .bodyBytes(1 << 20)
            .memory(share)
            .cacheBytes(0)
            .build();
    server =
        TestServer.of(
            TestServer.asIs(TestServer.RELEASE, quads),
            TestServer.OPTIONS.edit().limits(limits).build());
  }

  @AfterAll
  void stop() {
    server.close();
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
    HttpResponse<String> response = ask(query);
    assertThat(response.statusCode()).as(operator).isEqualTo(503);
    assertThat(response.body()).contains("more memory than there is");
    server.secondsUntilIdle(60);
    assertThat(ask("ASK {}").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> ask(String query) throws Exception {
    return server.get(
        "/sparql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8), "text/csv, */*");
  }
}
