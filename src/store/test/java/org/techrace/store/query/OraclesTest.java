package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.expr.E_Exists;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementFilter;
import org.apache.jena.sparql.syntax.ElementGroup;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.techrace.TemporaryFolder;
import org.techrace.store.query.row.Rewrite;
import org.techrace.threads.Helpers;

/// Compares answers to random queries with others of the same engine that must agree with them. So
/// a fault is found without a second engine, whose own faults would hide some.
///
/// Runs are repeatable: 3,000 queries. `src/bench/run oracles` makes more: see [DifferentialTest]
/// for the properties. A query that fails is shrunk and written as a file ([Shrinker]).
final class OraclesTest {
  private static final long SEED = Long.getLong("techrace.seed", 20261130);

  /// The number of datasets of all tests together, each with [#QUERIES] queries.
  private static final int ALL_DATASETS = Integer.getInteger("techrace.datasets", 60);

  /// The number of datasets of one test.
  private static final int DATASETS = Math.max(1, ALL_DATASETS * 2 / 15);

  private static final int QUERIES = 50;

  /// Orders of the conjuncts of a query that are compared with the first.
  private static final int ORDERS = 6;

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
          RandomQueries::open,
          RandomQueries::claim);

  /// Answers of one store.
  private record Answers(StoreDataset store) {
    Answer.Solutions rows(Query query) {
      Answer answer = Answer.of(query, store);
      return assertThat(answer).as(query.toString()).isInstanceOf(Answer.Solutions.class).actual()
              instanceof Answer.Solutions solutions
          ? solutions
          : new Answer.Solutions(List.of(), List.of());
    }

    Answer.Solutions rows(String query) {
      return rows(QueryFactory.create(query));
    }

    long number(String query) {
      return ((Number) rows(query).rows().getFirst().get("n").getLiteralValue()).longValue();
    }

    /// Returns the solutions of several patterns together.
    Answer.Solutions union(Answer.Solutions like, Stream<ElementGroup> patterns) {
      return new Answer.Solutions(
          like.variables(), patterns.flatMap(p -> rows(selecting(p)).rows().stream()).toList());
    }
  }

  /// Compares the answers of one store.
  private interface Oracle {
    /// @param random the same numbers whenever a query is tried again
    void check(Query query, Answers answers, Random random);
  }

  private final String test;

  OraclesTest(TestInfo info) {
    this.test = "OraclesTest." + info.getTestMethod().orElseThrow().getName();
  }

  private void forEach(int datasets, Function<RandomQueries, String> generator, Oracle oracle)
      throws IOException {
    Random seeds = new Random(SEED);
    SoftAssertions faults = new SoftAssertions(); // all faults of a long run
    for (int i = 0; i < datasets; i++) {
      long seed = seeds.nextLong();
      RandomQueries queries = new RandomQueries(seed, seed % 3 == 0);
      DatasetGraph data =
          switch ((int) (seed & 3)) {
            case 0 -> queries.namedGraphs();
            case 1 -> queries.claims();
            default -> queries.dataset();
          };
      try (TemporaryFolder folder = TemporaryFolder.make("store");
          StoreDataset store =
              Stores.of(data, folder.path().resolve("store"), StoreDataset.DefaultGraph.OWN)) {
        for (int number = 0; number < QUERIES; number++) {
          long choices = seed + number;
          Query next = parsable(queries, generator);
          faults.check(
              () ->
                  Shrinker.check(
                      next,
                      data,
                      store,
                      test + ", seed " + seed,
                      (query, _, any) ->
                          oracle.check(query, new Answers(any), new Random(choices))));
        }
      }
    }
    faults.assertAll();
  }

  private static Query parsable(RandomQueries queries, Function<RandomQueries, String> generator) {
    Optional<Query> query = Optional.empty();
    while (query.isEmpty()) {
      query = parsed(generator.apply(queries));
    }
    return query.get();
  }

  private static Optional<Query> parsed(String text) {
    try {
      return Optional.of(QueryFactory.create(text));
    } catch (QueryParseException | ExprEvalException e) {
      return Optional.empty(); // the generators do not know every scope rule
    }
  }

  private static void assertSame(Answer actual, Answer expected, Query query, Object what) {
    String text = query.toString();
    boolean extreme = text.contains("MIN(") || text.contains("MAX(");
    assertThat(actual.matches(expected) || (extreme && actual.matchesUpToOrder(expected)))
        .as(
            () ->
                "%s%n%s%nexpected: %s%nactual: %s"
                    .formatted(query, what, expected.lines(), actual.lines()))
        .isTrue();
  }

  private static Query selecting(Element pattern) {
    Query query = QueryFactory.make();
    query.setQuerySelectType();
    query.setQueryResultStar(true);
    query.setQueryPattern(pattern);
    query.resetResultVars();
    return query;
  }

  private static List<Element> elements(Query query) {
    return query.getQueryPattern() instanceof ElementGroup group ? group.getElements() : List.of();
  }

  private static ElementGroup group(List<Element> elements) {
    ElementGroup group = new ElementGroup();
    elements.forEach(group::addElement);
    return group;
  }

  /// Returns the elements of a group without the last one, and one more.
  private static ElementGroup ending(List<Element> elements, String last) {
    List<Element> all = new ArrayList<>(elements.subList(0, elements.size() - 1));
    all.addAll(elements(QueryFactory.create("SELECT * { " + last + " }")));
    return group(all);
  }

  @Test
  void returnsTheSameWithoutEachRewrite() throws IOException {
    Rewrite[] all = Rewrite.values();
    forEach(
        Math.max(1, ALL_DATASETS / 3),
        queries -> queries.any(GENERATORS).apply(queries),
        (query, answers, random) -> {
          Query whole = query.cloneQuery();
          whole.setLimit(Query.NOLIMIT);
          whole.setOffset(Query.NOLIMIT);
          Answer expected = Answer.of(whole, answers.store);
          List<Set<Rewrite>> some = new ArrayList<>();
          some.add(EnumSet.of(all[random.nextInt(all.length)]));
          some.add(EnumSet.of(all[random.nextInt(all.length)]));
          some.add(EnumSet.allOf(Rewrite.class));
          for (Set<Rewrite> off : some) {
            Rewrite.switchOff(off, answers.store.getContext());
            try {
              assertSame(Answer.of(whole, answers.store), expected, whole, "without " + off);
            } finally {
              Rewrite.switchOff(Set.of(), answers.store.getContext());
            }
          }
        });
  }

  /// Ternary logic: a condition is true, false or an error for each solution.
  @Test
  void dividesSolutionsByAConditionThatIsTrueFalseOrAnError() throws IOException {
    forEach(
        DATASETS,
        queries ->
            "SELECT * { { %s } FILTER(%s) }".formatted(queries.group(2), queries.expression()),
        (query, answers, _) -> {
          List<Element> parts = elements(query);
          if (parts.isEmpty() || !(parts.getLast() instanceof ElementFilter filter)) {
            return;
          }
          String condition = "(" + selecting(group(List.of(filter))).getQueryPattern() + ")";
          String tested = condition.substring(condition.indexOf("FILTER") + "FILTER".length());
          String value = "(" + tested.substring(0, tested.lastIndexOf('}')) + ")";
          Answer.Solutions whole =
              answers.rows(selecting(group(parts.subList(0, parts.size() - 1))));
          Stream<ElementGroup> three =
              Stream.of(
                      "FILTER(" + value + ")",
                      "FILTER(!" + value + ")",
                      "FILTER(COALESCE(IF(" + value + ", false, false), true))")
                  .map(f -> ending(parts, f));
          assertSame(answers.union(whole, three), whole, query, "divided by its last condition");
        });
  }

  @Test
  void countsAsManySolutionsAsItReturns() throws IOException {
    forEach(
        DATASETS,
        queries -> "SELECT * { " + queries.group(2) + " }",
        (query, answers, _) -> {
          String pattern = query.getQueryPattern().toString();
          long rows = answers.rows(query).rows().size();
          String counts = "SELECT ?a (COUNT(*) AS ?c) " + pattern + " GROUP BY ?a";
          String distinct = "SELECT DISTINCT * " + pattern;
          assertThat(answers.number("SELECT (COUNT(*) AS ?n) " + pattern))
              .as(pattern)
              .isEqualTo(rows);
          assertThat(answers.number("SELECT (SUM(?c) AS ?n) { { " + counts + " } }"))
              .as(pattern)
              .isEqualTo(rows);
          assertThat(answers.number("SELECT (COUNT(*) AS ?n) { { " + distinct + " } }"))
              .as(pattern)
              .isEqualTo(answers.rows(distinct).rows().size());
        });
  }

  /// Patterns of triples have the same solutions with and without the values of a row.
  @Test
  void findsWithExistsWhatAJoinFinds() throws IOException {
    forEach(
        DATASETS,
        queries ->
            "SELECT * { %s FILTER EXISTS { %s } }".formatted(queries.triples(), queries.triples()),
        (query, answers, _) -> {
          List<Element> parts = elements(query);
          if (parts.isEmpty()
              || !(parts.getLast() instanceof ElementFilter filter)
              || !(filter.getExpr() instanceof E_Exists exists)) {
            return;
          }
          Query left = selecting(group(parts.subList(0, parts.size() - 1)));
          String names =
              left.getResultVars().stream().map(v -> "?" + v).collect(Collectors.joining(" "));
          if (names.isEmpty()) {
            return;
          }
          String right = exists.getElement().toString();
          String select = "SELECT DISTINCT " + names + " ";
          assertSame(
              answers.rows(select + query.getQueryPattern()),
              answers.rows(select + ending(parts, right)),
              query,
              "joined");
          Answer.Solutions whole = answers.rows(left);
          Stream<ElementGroup> both =
              Stream.of("FILTER EXISTS " + right, "FILTER NOT EXISTS " + right)
                  .map(f -> ending(parts, f));
          assertSame(answers.union(whole, both), whole, query, "divided by EXISTS");
        });
  }

  @Test
  void returnsTheSameOrderOnSeveralThreadsAndInWindows() throws IOException {
    forEach(
        DATASETS,
        queries -> "SELECT * { " + queries.group(2) + " }",
        (query, answers, random) -> {
          Answer.Solutions rows = answers.rows(query);
          HELPERS.lendTo(answers.store.getContext());
          assertThat(answers.rows(query).matchesInOrder(rows))
              .as("%s on three threads", query)
              .isTrue();
          answers.store.getContext().remove(Helpers.SYMBOL);
          List<Binding> windows = new ArrayList<>();
          int size = 1 + random.nextInt(1 + rows.rows().size());
          for (int from = 0; from < rows.rows().size(); from += size) {
            Query window = query.cloneQuery();
            window.setOffset(from);
            window.setLimit(size);
            windows.addAll(answers.rows(window).rows());
          }
          assertThat(new Answer.Solutions(rows.variables(), windows).matchesInOrder(rows))
              .as("%s in windows of %d rows", query, size)
              .isTrue();
        });
  }

  /// The order in which a query names the conjuncts of a group does not change its solutions.
  @Test
  void returnsTheSameForEachOrderOfConjuncts() throws IOException {
    forEach(
        DATASETS,
        queries -> "SELECT ?a ?b ?c ?d { " + String.join(" ", queries.conjuncts(8)) + " }",
        (query, answers, random) -> {
          List<Element> conjuncts = new ArrayList<>();
          elements(query).forEach(element -> addConjuncts(element, conjuncts));
          Answer expected = answers.rows(query);
          for (int i = 0; i < ORDERS; i++) {
            Collections.shuffle(conjuncts, random);
            Query other = query.cloneQuery();
            other.setQueryPattern(group(conjuncts));
            assertSame(answers.rows(other), expected, query, other);
          }
        });
  }

  private static void addConjuncts(Element element, List<Element> conjuncts) {
    if (element instanceof ElementPathBlock block) {
      block
          .patternElts()
          .forEachRemaining(
              triple -> {
                ElementPathBlock one = new ElementPathBlock();
                one.addTriplePath(triple);
                conjuncts.add(one);
              });
    } else {
      conjuncts.add(element);
    }
  }
}
