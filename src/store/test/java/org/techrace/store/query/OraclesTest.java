package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.junit.jupiter.api.Test;
import org.techrace.TemporaryFolder;
import org.techrace.store.query.row.Rewrite;
import org.techrace.threads.Helpers;

/// Compares answers to random queries with others of the same engine that must agree with them. So
/// a fault is found without a second engine, whose own faults would hide some.
///
/// Runs are repeatable. `src/bench/run oracles` makes more queries: see [DifferentialTest] for the
/// properties.
final class OraclesTest {
  private static final long SEED = Long.getLong("techrace.seed", 20261130);

  /// The number of datasets for each test, each with [#QUERIES] queries.
  private static final int DATASETS = Math.max(1, Integer.getInteger("techrace.datasets", 60) / 6);

  private static final int QUERIES = 50;
  private static final Helpers HELPERS = new Helpers(3, 0, 0, 0);

  /// Generators of queries, in which the rewrites apply that a test switches off.
  private static final List<Function<RandomQueries, String>> GENERATORS =
      List.of(
          RandomQueries::query,
          RandomQueries::query,
          RandomQueries::existence,
          RandomQueries::extremes,
          RandomQueries::optional,
          RandomQueries::comparison,
          RandomQueries::choice,
          RandomQueries::connected,
          RandomQueries::cycle,
          RandomQueries::graphs,
          RandomQueries::open);

  /// A check of answers of one store.
  ///
  /// @param random chooses what is checked
  /// @param queries generates queries on the data of the store
  private record Case(Random random, RandomQueries queries, DatasetGraph store, long seed) {
    Answer.Solutions rows(String query) {
      Answer answer = Answer.of(QueryFactory.create(query), store);
      return assertThat(answer).as(query).isInstanceOf(Answer.Solutions.class).actual()
              instanceof Answer.Solutions solutions
          ? solutions
          : new Answer.Solutions(List.of(), List.of());
    }

    long number(String query) {
      return ((Number) rows(query).rows().getFirst().get("n").getLiteralValue()).longValue();
    }

    void assertSame(Answer actual, Answer expected, String query) {
      assertThat(agree(actual, expected, query))
          .as(
              () ->
                  "seed %d%n%s%nexpected: %s%nactual: %s"
                      .formatted(seed, query, expected.lines(), actual.lines()))
          .isTrue();
    }
  }

  private static boolean agree(Answer x, Answer y, String query) {
    boolean extreme = query.contains("MIN(") || query.contains("MAX(");
    return x.matches(y) || (extreme && x.matchesUpToOrder(y));
  }

  private interface Check {
    void run(Case one);
  }

  private static void forEach(int datasets, Check check) throws IOException {
    Random seeds = new Random(SEED);
    for (int i = 0; i < datasets; i++) {
      long seed = seeds.nextLong();
      RandomQueries queries = new RandomQueries(seed, seed % 3 == 0);
      Random random = new Random(seed);
      try (TemporaryFolder folder = TemporaryFolder.make("store");
          StoreDataset store =
              Stores.of(
                  seed % 4 == 0 ? queries.namedGraphs() : queries.dataset(),
                  folder.path().resolve("store"),
                  StoreDataset.DefaultGraph.OWN)) {
        for (int query = 0; query < QUERIES; query++) {
          check.run(new Case(random, queries, store, seed));
        }
      }
    }
  }

  private static Optional<Query> parsed(String text) {
    try {
      return Optional.of(QueryFactory.create(text));
    } catch (QueryParseException | ExprEvalException e) {
      return Optional.empty(); // the generators do not know every scope rule
    }
  }

  /// Generates a group graph pattern.
  private static String pattern(RandomQueries queries) {
    while (true) {
      String pattern = "{ " + queries.group(2) + " }";
      if (parsed("SELECT * { " + pattern + " }").isPresent()) {
        return pattern;
      }
    }
  }

  @Test
  void returnsTheSameWithoutEachRewrite() throws IOException {
    Rewrite[] all = Rewrite.values();
    forEach(
        2 * DATASETS,
        one -> {
          String text = GENERATORS.get(one.random.nextInt(GENERATORS.size())).apply(one.queries);
          Query query = parsed(text).orElseGet(() -> QueryFactory.create("ASK {}"));
          query.setLimit(Query.NOLIMIT);
          query.setOffset(Query.NOLIMIT);
          Answer expected = Answer.of(query, one.store);
          List<Set<Rewrite>> some = new ArrayList<>();
          some.add(EnumSet.of(all[one.random.nextInt(all.length)]));
          some.add(EnumSet.of(all[one.random.nextInt(all.length)]));
          some.add(EnumSet.allOf(Rewrite.class));
          for (Set<Rewrite> off : some) {
            Rewrite.switchOff(off, one.store.getContext());
            try {
              one.assertSame(Answer.of(query, one.store), expected, query + "\nwithout " + off);
            } finally {
              Rewrite.switchOff(Set.of(), one.store.getContext());
            }
          }
        });
  }

  /// Ternary logic: a condition is true, false or an error for each solution.
  @Test
  void dividesSolutionsByAConditionThatIsTrueFalseOrAnError() throws IOException {
    forEach(
        DATASETS,
        one -> {
          String pattern = pattern(one.queries);
          String condition = "(" + one.queries.expression() + ")";
          if (parsed("SELECT * { %s FILTER%s }".formatted(pattern, condition)).isEmpty()) {
            return;
          }
          List<Binding> parts = new ArrayList<>();
          for (String filter :
              List.of(
                  condition,
                  "(!" + condition + ")",
                  "(COALESCE(IF(" + condition + ", false, false), true))")) {
            parts.addAll(one.rows("SELECT * { %s FILTER%s }".formatted(pattern, filter)).rows());
          }
          Answer.Solutions whole = one.rows("SELECT * { " + pattern + " }");
          one.assertSame(
              new Answer.Solutions(whole.variables(), parts), whole, pattern + "\n" + condition);
        });
  }

  @Test
  void countsAsManySolutionsAsItReturns() throws IOException {
    forEach(
        DATASETS,
        one -> {
          String pattern = pattern(one.queries);
          long rows = one.rows("SELECT * { " + pattern + " }").rows().size();
          String counts = "SELECT ?a (COUNT(*) AS ?c) { " + pattern + " } GROUP BY ?a";
          String distinct = "SELECT DISTINCT * { " + pattern + " }";
          assertThat(one.number("SELECT (COUNT(*) AS ?n) { " + pattern + " }"))
              .as(pattern)
              .isEqualTo(rows);
          assertThat(one.number("SELECT (SUM(?c) AS ?n) { { " + counts + " } }"))
              .as(pattern)
              .isEqualTo(rows);
          assertThat(one.number("SELECT (COUNT(*) AS ?n) { { " + distinct + " } }"))
              .as(pattern)
              .isEqualTo(one.rows(distinct).rows().size());
        });
  }

  /// Patterns of triples have the same solutions with and without the values of a row.
  @Test
  void findsWithExistsWhatAJoinFinds() throws IOException {
    forEach(
        DATASETS,
        one -> {
          String left = one.queries.triples();
          String right = "{ " + one.queries.triples() + " }";
          String names =
              QueryFactory.create("SELECT * { " + left + " }").getResultVars().stream()
                  .map(v -> "?" + v)
                  .collect(Collectors.joining(" "));
          if (names.isEmpty()) {
            return;
          }
          String select = "SELECT DISTINCT " + names + " { " + left;
          one.assertSame(
              one.rows(select + " FILTER EXISTS " + right + " }"),
              one.rows(select + right + " }"),
              left + " EXISTS " + right);
          List<Binding> parts = new ArrayList<>();
          for (String exists : List.of("EXISTS", "NOT EXISTS")) {
            String filtered = "SELECT * { " + left + " FILTER " + exists + right + " }";
            parts.addAll(one.rows(filtered).rows());
          }
          Answer.Solutions whole = one.rows("SELECT * { " + left + " }");
          one.assertSame(
              new Answer.Solutions(whole.variables(), parts), whole, left + " EXISTS " + right);
        });
  }

  @Test
  void returnsTheSameOrderOnSeveralThreadsAndInWindows() throws IOException {
    forEach(
        DATASETS,
        one -> {
          String query = "SELECT * { " + pattern(one.queries) + " }";
          Answer.Solutions rows = one.rows(query);
          HELPERS.lendTo(one.store.getContext());
          assertThat(one.rows(query).matchesInOrder(rows)).as(query).isTrue();
          one.store.getContext().remove(Helpers.SYMBOL);
          List<Binding> windows = new ArrayList<>();
          int size = 1 + one.random.nextInt(1 + rows.rows().size());
          for (int from = 0; from < rows.rows().size(); from += size) {
            windows.addAll(one.rows(query + " OFFSET " + from + " LIMIT " + size).rows());
          }
          assertThat(new Answer.Solutions(rows.variables(), windows).matchesInOrder(rows))
              .as(query + " in windows of " + size)
              .isTrue();
        });
  }
}
