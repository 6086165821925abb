package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Expressions that aim at functions, sent to a server: each is answered or refused, none goes on
/// after its time, and the server answers others afterwards.
@Tag("long")
final class FunctionAttacksTest {
  private static final Path ATTACKS =
      Path.of("src/server/test/resources/serve/function-attacks.txt");
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String PREFIXES =
      "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
          + "PREFIX fn: <http://www.w3.org/2005/xpath-functions#> "
          + "PREFIX math: <http://www.w3.org/2005/xpath-functions/math#> ";

  @Test
  void eachIsAnsweredOrRefused() throws Exception {
    List<String> attacks =
        Files.readAllLines(ATTACKS).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    assertThat(attacks).hasSizeGreaterThan(100);
    Map<Integer, Integer> statuses = new TreeMap<>();
    List<Double> seconds = new ArrayList<>();
    long begun = System.nanoTime();
    try (TestServer server =
        TestServer.of(
            HostileTest.chain(10),
            TestServer.OPTIONS.edit().limits(new TestLimits().time(LIMIT).build()).build())) {
      for (String attack : attacks) {
        String query = PREFIXES + "SELECT (" + attack + " AS ?x) {}";
        long start = System.nanoTime();
        HttpResponse<String> answer =
            server.get("/sparql?query=" + encode(query, UTF_8), "application/sparql-results+json");
        seconds.add((System.nanoTime() - start) / 1e9);
        assertThat(answer.statusCode()).as(attack + ": " + answer.body()).isIn(200, 400, 503);
        assertThat(answer.body()).as(attack).doesNotContain("Exception", ".java:", "org.apache");
        statuses.merge(answer.statusCode(), 1, Integer::sum);
        assertThat(server.secondsUntilIdle(10)).as(attack).isLessThan(10);
      }
      assertThat(server.metric("techrace_queries_stuck")).isZero();
      assertThat(server.get("/sparql?query=ASK%7B%7D", "text/csv, */*").statusCode())
          .isEqualTo(200);
    }
    ReliabilityDoc.table(
        "Attacks on functions",
        "The %d expressions of `%s`, each as a query of its own (limit: %d s; `FunctionAttacksTest`)."
            .formatted(attacks.size(), ATTACKS, LIMIT.toSeconds()),
        ReliabilityDoc.FAULTS,
        List.of(
            ReliabilityDoc.fault(
                attacks.size() + " expressions",
                "each is answered or refused; no evaluation is left",
                "status and number: %s; longest answer %.2f s; none left"
                    .formatted(statuses, Collections.max(seconds)),
                begun)));
  }
}
