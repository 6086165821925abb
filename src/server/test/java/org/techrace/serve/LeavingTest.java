package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.serve.work.Limits;

/// Tests that a query stops when its client leaves. Times are in `docs/evidence/reliability.md`.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LeavingTest {
  /// The time after which a query counts as endless, in seconds.
  private static final double MAX_SECONDS = 60;

  private final List<List<String>> rows = new ArrayList<>();
  private TestServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Limits limits =
        new TestLimits()
            .time(Duration.ofMinutes(2))
            .queries(4, 4, 8)
            .answerBytes(1 << 30)
            .bodyBytes(1 << 20)
            .memory(0.9)
            .cacheBytes(1 << 20)
            .build();
    server =
        TestServer.of(
            TestServer.asIs(
                TestServer.RELEASE,
                HostileTest.sealed(HostileTest.withText(HostileTest.chain(20_000)), folder)),
            TestServer.OPTIONS.edit().limits(limits).build());
  }

  @AfterAll
  void stop() throws Exception {
    ReliabilityDoc.table(
        "Clients that leave",
        "The client of a query without end (limit: two minutes) closes its connection half a second"
            + " after the query began (`LeavingTest`; 20,000 triples in a sealed store). A query at"
            + " `SERVICE` is stopped in the same way (`FederationTest`).",
        List.of("what the query does", "stopped after s"),
        rows);
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          nested loops            => SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c < ?i) }
          a product               => SELECT (COUNT(*) AS ?n) { ?a :next ?c . ?d :next ?f . ?x :next ?y FILTER(CONCAT(STR(?c), STR(?f), STR(?y)) != 'x') }
          FILTER                  => SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(STR(?a) = CONCAT(STR(?f), 'x')) }
          REGEX                   => SELECT * { FILTER REGEX('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab', '^(a*)*\\\\1(a*)*\\\\2c$') }
          REGEX of a stored text  => SELECT * { ?a :text ?t FILTER REGEX(?t, 'a.*a.*a.*b') }
          ORDER BY                => SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY STR(?f) ?a
          DISTINCT                => SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?f { ?a ?b ?c . ?d ?e ?f } }
          GROUP BY                => SELECT ?a ?d (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d
          COUNT(DISTINCT)         => SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f }
          SUM                     => SELECT (SUM(STRLEN(CONCAT(STR(?a), STR(?f)))) AS ?n) { ?a ?b ?c . ?d ?e ?f }
          a path of one closure   => SELECT (COUNT(*) AS ?n) { ?a :next+ ?b . ?c :next+ ?d FILTER(STR(?b) < STR(?c)) }
          nested paths            => SELECT (COUNT(*) AS ?n) { ?a ((:next*)*)* ?b }
          a path of alternatives  => SELECT (COUNT(*) AS ?n) { ?a (:next|^:next|!:x)* ?b }
          UNION                   => SELECT (COUNT(*) AS ?n) { { ?a ?b ?c . ?d ?e ?f } UNION { ?a :next ?c . ?d ?e ?f FILTER(?c < ?f) } }
          OPTIONAL                => SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f FILTER(STR(?c) < STR(?f)) } }
          MINUS                   => SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f MINUS { ?a ?b ?c . ?d ?x ?f } }
          NOT EXISTS              => SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f . ?g ?h ?i FILTER(?c = :no && ?f = ?g) } }
          sub-selects             => SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } } { SELECT * { ?d ?e ?f } } FILTER(CONCAT(STR(?c), STR(?f)) != 'x') }
          ASK                     => ASK { ?a ?b ?c . ?d ?e ?f FILTER(STR(?a) = CONCAT(STR(?f), 'x')) }
          CONSTRUCT               => CONSTRUCT { ?a :x ?f } WHERE { ?a ?b ?c . ?d ?e ?f FILTER(STR(?a) = CONCAT(STR(?f), 'x')) }
          DESCRIBE                => DESCRIBE ?a { ?a ?b ?c . ?d ?e ?f FILTER(STR(?a) = CONCAT(STR(?f), 'x')) }
          """)
  void stopsWhenTheClientLeaves(String what, String query) throws Exception {
    String path = "/sparql?query=" + encode("PREFIX : <http://example.org/> " + query, UTF_8);
    try (Socket socket = new Socket("localhost", server.uri("/").getPort())) {
      socket.getOutputStream().write(RawHttp.get(path, "Accept: */*"));
      socket.getOutputStream().flush();
      for (int i = 0; i < 1000 && server.metric("techrace_queries_running") < 1; i++) {
        Thread.sleep(10);
      }
      Thread.sleep(500);
      assertThat(server.metric("techrace_queries_running")).as("it is without end").isEqualTo(1);
    }
    double seconds = server.secondsUntilIdle(MAX_SECONDS);
    assertThat(seconds).isLessThan(MAX_SECONDS);
    rows.add(List.of(what, String.format(Locale.ROOT, "%.2f", seconds)));
  }
}
