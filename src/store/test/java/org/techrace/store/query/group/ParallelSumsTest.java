package org.techrace.store.query.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.Stores;
import org.techrace.threads.Helpers;

/// Tests that sums do not depend on the number of threads, also if parts of the rows cannot be
/// added on their own: sums above the range of a long, and floating-point numbers, whose sum
/// depends on their order.
final class ParallelSumsTest {
  private static final int SUBJECTS = 6000;
  private static final int GROUPS = 5;
  private static final int THREADS = 3;

  /// The values that are added.
  enum Values {
    DECIMALS,
    ABOVE_LONG,
    POSITIVE_AND_NEGATIVE,
    DOUBLES,
    DOUBLES_AT_THE_END,
    FLOATS,
    MIXED,
    WITH_TEXTS;

    private static final int END = SUBJECTS * 9 / 10;

    String of(int subject, Random random) {
      String decimal = random.nextInt(1000) + "." + random.nextInt(1000);
      String large = "999999999" + random.nextInt(100, 1000) + ".5";
      String fraction = "'" + random.nextDouble() / 7 + "'^^xsd:double";
      return switch (this) {
        case DECIMALS -> decimal;
        case ABOVE_LONG -> large;
        case POSITIVE_AND_NEGATIVE -> (random.nextBoolean() ? "-" : "") + large;
        case DOUBLES -> fraction;
        case FLOATS -> "'" + random.nextFloat() / 7 + "'^^xsd:float";
        case MIXED ->
            List.of(
                    decimal,
                    fraction,
                    "'" + random.nextFloat() + "'^^xsd:float",
                    "12345678901234.5")
                .get(random.nextInt(4));
        case DOUBLES_AT_THE_END -> subject < END ? decimal : fraction;
        case WITH_TEXTS -> subject % (3 * SUBJECTS / 4) == 1 ? "'text'" : decimal;
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void sumsAreThoseOfOneThread(Values values, @TempDir Path folder) {
    DatasetGraph quads = DatasetGraphFactory.createTxnMem();
    Random random = new Random(values.name().hashCode());
    for (int i = 0; i < SUBJECTS; i++) {
      quads.add(
          Quad.defaultGraphIRI,
          NodeFactory.createURI("http://e/s%05d".formatted(i)),
          NodeFactory.createURI("http://e/p" + random.nextInt(GROUPS)),
          SSE.parseNode(values.of(i, random)));
    }
    try (StoreDataset store =
        Stores.of(quads, folder.resolve("store"), StoreDataset.DefaultGraph.OWN)) {
      List<String> expected = answers(store, 1);
      assertThat(expected)
          .hasSize(4 * GROUPS + 2)
          .as("some have a sum")
          .anyMatch(r -> r.contains("sum"));
      for (int i = 0; i < 3; i++) {
        assertThat(answers(store, THREADS)).isEqualTo(expected);
      }
    }
  }

  private static List<String> answers(StoreDataset store, int threads) {
    new Helpers(threads, 0, 0, 0).lendTo(store.getContext());
    List<String> rows = new ArrayList<>();
    for (String query :
        List.of(
            "SELECT ?p (SUM(?v) AS ?sum) (AVG(?v) AS ?mean) { ?s ?p ?v } GROUP BY ?p",
            "SELECT (SUM(?v) AS ?sum) (COUNT(?v) AS ?n) { ?s ?p ?v }",
            // The subject sorts the rows.
            "SELECT ?p (SUM(?v) AS ?sum) (MAX(?v) AS ?max) { ?s ?q ?u . ?s ?p ?v } GROUP BY ?p",
            "SELECT (AVG(?v) AS ?mean) { ?s ?q ?u . ?s ?p ?v }",
            "SELECT ?p (SUM(?v + ?u) AS ?sum) { ?s ?q ?u . ?s ?p ?v } GROUP BY ?p",
            "SELECT ?p (SUM(<http://www.w3.org/2001/XMLSchema#float>(?v)) AS ?sum) { ?s ?p ?v }"
                + " GROUP BY ?p")) {
      try (QueryExec exec = QueryExec.dataset(store).query(query).build()) {
        RowSet found = exec.select();
        found.forEachRemaining(row -> rows.add(row.toString()));
      }
    }
    return rows;
  }
}
