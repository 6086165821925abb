package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.Test;
import org.techrace.TemporaryFolder;
import org.techrace.store.query.row.QueryPlan;

/// The order in which a query names the parts of a group does not change its result.
final class PermutationTest {
  private static final int QUERIES = 300;
  private static final int QUERIES_OF_A_DATASET = 10;
  private static final int MOST_PARTS = 8;

  /// Orders that each query is tried in, besides the first.
  private static final int ORDERS = 12;

  @Test
  void returnsTheSameBagForEveryOrderOfAGroup() throws IOException {
    Random random = new Random(20261126);
    for (int compared = 0; compared < QUERIES; compared += QUERIES_OF_A_DATASET) {
      RandomQueries queries = new RandomQueries(random.nextLong(), false);
      DatasetGraph memory = queries.dataset();
      try (TemporaryFolder folder = TemporaryFolder.make("store");
          StoreDataset store =
              Stores.of(memory, folder.path().resolve("store"), StoreDataset.DefaultGraph.OWN)) {
        for (int i = 0; i < QUERIES_OF_A_DATASET; i++) {
          compare(withSolutions(queries, random, store), store, random);
        }
      }
    }
  }

  private static List<String> withSolutions(
      RandomQueries queries, Random random, DatasetGraph store) {
    while (true) {
      List<String> parts = queries.conjuncts(2 + random.nextInt(MOST_PARTS - 1));
      if (answer(parts, store) instanceof Answer.Solutions(var _, var rows) && !rows.isEmpty()) {
        return parts;
      }
    }
  }

  private static void compare(List<String> parts, DatasetGraph store, Random random) {
    Answer first = answer(parts, store);
    List<String> shuffled = new ArrayList<>(parts);
    for (int i = 0; i < ORDERS; i++) {
      Collections.shuffle(shuffled, random);
      Answer other = answer(shuffled, store);
      assertThat(other.matches(first))
          .as(() -> "%s%n%s%n%s%n%s".formatted(parts, first.lines(), shuffled, other.lines()))
          .isTrue();
    }
  }

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

  private static Answer answer(List<String> parts, DatasetGraph store) {
    String query = "SELECT ?a ?b ?c ?d { %s }".formatted(String.join(" ", parts));
    return Answer.of(QueryFactory.create(query), store);
  }
}
