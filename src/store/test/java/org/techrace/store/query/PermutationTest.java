package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.Test;
import org.techrace.TemporaryFolder;
import org.techrace.store.query.row.QueryPlan;

/// The order in which a query names the parts of a group does not change its plan. [OraclesTest]
/// compares the results.
final class PermutationTest {
  /// The orders that are tried besides the first.
  private static final int ORDERS = 12;

  /// All patterns of a group and its other parts are joined in the same order, however the query
  /// names them, also where estimates are equal.
  @Test
  void plansTheSameForEveryOrderOfAGroup() throws IOException {
    List<String> parts =
        new ArrayList<>(
            List.of(
                "?a <http://e/p0> ?b .",
                "?b <http://e/p1> ?c .",
                "?a <http://e/p0> ?d .",
                "?d <http://e/p1> ?c .",
                "?c <http://e/p2>+ ?b .",
                "{ ?b <http://e/p2> ?c } UNION { ?c <http://e/p3> ?b }",
                "VALUES ?d { <http://e/s0> <http://e/s1> }",
                "VALUES ?d { <http://e/s1> <http://e/s2> }"));
    Random random = new Random(7);
    try (TemporaryFolder folder = TemporaryFolder.make("store");
        StoreDataset store =
            Stores.of(
                new RandomQueries(7, false).dataset(),
                folder.path().resolve("store"),
                StoreDataset.DefaultGraph.OWN)) {
      for (String what : List.of("*", "(COUNT(*) AS ?n)", "DISTINCT ?a")) {
        String first = plan(what, parts, store);
        assertThat(first).contains("join");
        for (int i = 0; i < ORDERS; i++) {
          Collections.shuffle(parts, random);
          assertThat(plan(what, parts, store)).as(String.join(" ", parts)).isEqualTo(first);
        }
      }
    }
  }

  private static String plan(String what, List<String> parts, DatasetGraph store) {
    QueryPlan plan = new QueryPlan();
    String query = "SELECT %s { %s }".formatted(what, String.join(" ", parts));
    try (QueryExec exec =
        QueryExec.dataset(store).query(query).set(QueryPlan.symbol(), plan).build()) {
      exec.select().forEachRemaining(_ -> {});
    }
    StringBuilder text = new StringBuilder();
    plan.steps().forEach(step -> append(text, step));
    return text.toString();
  }

  private static void append(StringBuilder text, QueryPlan.Step step) {
    text.append(step.text()).append(' ').append(step.expected()).append('\n');
    step.parts().forEach(part -> append(text, part));
  }
}
