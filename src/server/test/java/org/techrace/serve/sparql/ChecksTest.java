package org.techrace.serve.sparql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
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
import org.apache.jena.sparql.core.DatasetGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.entity.Entities;
import org.techrace.serve.current.Lease;

/// Tests that an answer says which of its limits were not looked for.
final class ChecksTest {
  private static final String GRAPH =
      """
      @prefix : <http://example.org/> .
      @prefix qb: <http://purl.org/linked-data/cube#> .
      :structure qb:component [ qb:measure :amount ], [ qb:dimension :crop ] .
      [] a qb:Observation ; :crop :oats ; :amount 4 .
      [] a qb:Observation ; :crop :rye ; :amount 3 .
      """;

  private static final String CUT = "not checked, because the time was over: ";

  @TempDir private static Path empty;
  private static Entities entities;
  private static Lease lease;

  @BeforeAll
  static void read() throws IOException {
    DatasetGraph dataset = RDFParser.fromString(GRAPH, Lang.TURTLE).toDatasetGraph();
    entities = OpenDimensionsTest.entities(GRAPH, empty);
    lease =
        (Lease)
            Proxy.newProxyInstance(
                Lease.class.getClassLoader(),
                new Class<?>[] {Lease.class},
                (_, method, _) ->
                    switch (method.getName()) {
                      case "dataset" -> dataset;
                      case "entities" -> entities;
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
  }

  /// Returns the limits of a sum over two crops.
  ///
  /// @param isOver true if the time for checks is over
  private static List<String> limits(boolean isOver) {
    Query query =
        QueryFactory.create(
            "PREFIX : <http://example.org/> SELECT (SUM(?v) AS ?s) { ?f :crop ?c ; :amount ?v }");
    return Limits.of(
        query,
        NamedTerms.of(query),
        Set.of(),
        Set.of(),
        false,
        lease,
        new Rereading(entities.until(new AtomicBoolean(isOver)), iri -> iri));
  }

  /// The second query reads its figures again, so that its check of dimensions is stopped.
  @Test
  void theLastSentenceNamesWhatHadNoTime() {
    assertThat(limits(false))
        .anyMatch(one -> one.contains("crop: 2 values among the figures"))
        .noneMatch(one -> one.startsWith(CUT));
    assertThat(limits(true))
        .noneMatch(one -> one.contains("crop: 2 values among the figures"))
        .last()
        .asString()
        .startsWith(CUT + "open dimensions;");
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
