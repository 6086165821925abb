package org.techrace.serve.sparql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.OwnGraph;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQueries;
import org.techrace.serve.TestServer;
import org.techrace.serve.current.Current;
import org.techrace.serve.current.Lease;

/// Tests that an answer says which of its limits were not looked for.
final class ChecksTest {
  private static final String GRAPH =
      """
      @prefix : <http://example.org/> .
      @prefix qb: <http://purl.org/linked-data/cube#> .
      :graph { :structure qb:component [ qb:measure :amount ], [ qb:dimension :crop ] .
      [] a qb:Observation ; :crop :oats ; :amount 4 .
      [] a qb:Observation ; :crop :rye ; :amount 3 . }
      """;

  private static final String CUT = "not checked, because the time was over: ";

  @TempDir private static Path empty;
  private static Current current;
  private static Lease lease;

  @BeforeAll
  static void open() throws IOException {
    PageQueries queries = PageQueries.read(empty, OwnGraph.IRIS, List.of("en"));
    current =
        new Current(
            TestServer.open(
                "2026-11-24-abcdef", RDFParser.fromString(GRAPH, Lang.TRIG).toDatasetGraph()),
            dataset -> new Entities(dataset, queries, 1 << 20));
    current.openPages();
    lease = current.lease();
  }

  @AfterAll
  static void close() {
    lease.close();
    current.close();
  }

  /// Returns the limits of a sum over two crops.
  ///
  /// @param figure the variable of the figures
  /// @param isOver true if the time for checks is over
  private static List<String> limits(String figure, boolean isOver) {
    Query query =
        QueryFactory.create(
            "PREFIX : <http://example.org/> SELECT (SUM(?v) AS ?s) { %s :crop ?c ; :amount ?v }"
                .formatted(figure));
    return Limits.of(
        query,
        NamedTerms.of(query),
        Set.of(),
        Set.of(),
        false,
        lease,
        new Rereading(lease.entities().until(new AtomicBoolean(isOver)), iri -> iri));
  }

  /// What depends on the release only is known from the first query.
  @Test
  void theLastSentenceNamesWhatHadNoTime() {
    assertThat(limits("?f", false))
        .anyMatch(one -> one.contains("crop: 2 values among the figures"))
        .noneMatch(one -> one.startsWith(CUT));
    assertThat(limits("?other", true))
        .noneMatch(one -> one.contains("crop: 2 values among the figures"))
        .last()
        .asString()
        .startsWith(CUT)
        .contains("figures that differ in year, unit, data set or otherwise");
  }

  /// The sentence about the time says to ask again.
  @Test
  void whatWasReadOnceNeedsNoMoreTime() {
    assertThat(limits("?same", true)).isNotEmpty();
    List<String> first = limits("?same", false);
    assertThat(first).noneMatch(one -> one.startsWith(CUT));
    assertThat(limits("?same", true)).isEqualTo(first);
  }

  @Test
  void whatWasFoundBeforeTheTimeWasOverStays() {
    Checks checks = new Checks();
    List<String> found = new ArrayList<>();
    checks.run(
        "years",
        () -> {
          found.add("the newest year");
          throw new QueryCancelledException();
        });
    checks.run("areas", () -> found.add("an area"));
    assertThat(checks.<Integer>get("years", 1, () -> 2)).isEqualTo(2);
    assertThat(found).containsExactly("the newest year", "an area");
    assertThat(checks.last())
        .containsExactly(CUT + "years; ask again, or for less, such as one area or one year");
  }

  @Test
  void aShortenedListKeepsTheLastSentence() {
    List<String> all =
        new ArrayList<>(IntStream.range(0, 7).mapToObj("limit %d"::formatted).toList());
    all.add(CUT + "years; ask again");
    assertThat(Limits.first(all, "/all has all"))
        .containsExactly(
            "limit 0",
            "limit 1",
            "limit 2",
            "limit 3",
            "limit 4",
            "and 2 more; /all has all",
            CUT + "years; ask again");
  }
}
