package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprException;
import org.techrace.TemporaryFolder;

/// Random queries on random data give on a store what they give with ARQ in memory: the same bag,
/// the same errors, and under ORDER BY an order that is right. In half of the tries most
/// expressions fail for many values ([RandomErrors]). Each try makes one dataset and compares
/// [#QUERIES] queries; jqwik prints the seed of a run, and a failure names that of the dataset.
final class DifferentialTest {
  private static final int QUERIES = 50;
  private static final Answer UNCAUGHT = new Answer.Failure(ExprException.class.getName());
  private static final Map<String, Integer> COMPARED = new TreeMap<>();

  /// Says how many queries were compared, and that most of them had something to say.
  @AfterContainer
  static void tell() {
    int all = COMPARED.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf("%d random queries compared; their answers were: %s%n", all, COMPARED);
  }

  /// 400 datasets with 50 queries each: 20,000 comparisons.
  @Property(tries = 400, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void aStoreAnswersAsArqDoesInMemory(@ForAll long seed, @ForAll boolean erring)
      throws IOException {
    RandomQueries random = new RandomQueries(seed, erring);
    DatasetGraph memory = random.dataset();
    try (TemporaryFolder folder = TemporaryFolder.make("store");
        StoreDataset store =
            Stores.of(memory, folder.path().resolve("store"), StoreDataset.DefaultGraph.OWN)) {
      for (int i = 0; i < QUERIES; i++) {
        compare(parsable(random), memory, store, seed);
      }
    }
  }

  /// Seeds that once found a fault.
  @Example
  void aStoreAnswersAsArqWhereItOnceDidNot() throws IOException {
    aStoreAnswersAsArqDoesInMemory(-53791L, false);
    aStoreAnswersAsArqDoesInMemory(9020L * 7919, false);
    aStoreAnswersAsArqDoesInMemory(-2754L, false);
    aStoreAnswersAsArqDoesInMemory(-3223729L, false);
    aStoreAnswersAsArqDoesInMemory(2361L, true);
    aStoreAnswersAsArqDoesInMemory(301680L, true);
    aStoreAnswersAsArqDoesInMemory(8622L, false);
    aStoreAnswersAsArqDoesInMemory(-766L, true);
  }

  /// The next query; the generator does not know every rule of scope, and a constant pattern of
  /// REGEX that is none is refused with the query.
  private static Query parsable(RandomQueries random) {
    Optional<Query> query = Optional.empty();
    while (query.isEmpty()) {
      query = parsed(random.query());
    }
    return query.get();
  }

  private static Optional<Query> parsed(String text) {
    try {
      return Optional.of(QueryFactory.create(text));
    } catch (QueryParseException | ExprEvalException e) {
      return Optional.empty();
    }
  }

  private static void compare(Query query, DatasetGraph memory, DatasetGraph store, long seed) {
    if (query.hasLimit() || query.hasOffset()) {
      compareSlice(query, store, seed);
      query.setLimit(Query.NOLIMIT);
      query.setOffset(Query.NOLIMIT);
    }
    Answer expected = Answer.of(query, memory);
    Answer actual = Answer.of(query, store);
    COMPARED.merge(kind(expected), 1, Integer::sum);
    if (expected.equals(UNCAUGHT)) {
      // A FILTER that fails so is not true, in ARQ too. In BIND, the condition of an OPTIONAL and
      // ORDER BY it ends ARQ's query; a store's goes on.
      assertThat(actual instanceof Answer.Failure && !actual.equals(UNCAUGHT))
          .as("seed %d%n%s", seed, query)
          .isFalse();
      return;
    }
    String text = query.toString();
    boolean undefined = text.contains("UNDEF");
    if (undefined && (expected instanceof Answer.Failure || actual instanceof Answer.Failure)) {
      return; // a store leaves filters in their place then, and so meets another error first
    }
    boolean mayErr =
        undefined || text.contains("MINUS") || text.contains("||") || text.contains(" IN (");
    if (mayErr && !actual.matches(expected)) {
      // ARQ's hash index for MINUS loses rows in which a shared variable is unbound; its optimizer
      // those of VALUES in which a variable of a FILTER is UNDEF; of alternatives in a FILTER it
      // makes a disjunction, in which rows come twice and around which filters are lost: there its
      // reference evaluator, which follows the specification, decides.
      Query all = solutions(query);
      assertThat(Answer.of(all, store).matches(Answer.byReference(all, memory)))
          .as("by reference, seed %d%n%s", seed, query)
          .isTrue();
      return;
    }
    assertThat(actual.matches(expected))
        .as(
            () ->
                "seed %d%n%s%nin memory: %s%nstore: %s"
                    .formatted(seed, query, expected.lines(), actual.lines()))
        .isTrue();
    if (query.hasOrderBy() && actual instanceof Answer.Solutions(var _, List<Binding> rows)) {
      assertThat(new RightOrder(query.getOrderBy()).breach(rows))
          .as(() -> "order, seed %d%n%s".formatted(seed, query))
          .isEmpty();
    }
  }

  private static String kind(Answer answer) {
    return switch (answer) {
      case Answer.Solutions(var _, var rows) -> rows.isEmpty() ? "no solution" : "solutions";
      case Answer.Truth _ -> "yes or no";
      case Answer.Triples _ -> "triples";
      case Answer.Failure _ -> "an error";
    };
  }

  /// A slice is cut out of the whole answer, also where the store keeps the first rows only.
  private static void compareSlice(Query query, DatasetGraph store, long seed) {
    Query whole = query.cloneQuery();
    whole.setLimit(Query.NOLIMIT);
    whole.setOffset(Query.NOLIMIT);
    if (Answer.of(query, store) instanceof Answer.Solutions(var _, List<Binding> slice)
        && Answer.of(whole, store) instanceof Answer.Solutions(var _, List<Binding> all)) {
      int from = (int) Math.min(all.size(), Math.max(0, query.getOffset()));
      long limit = query.hasLimit() ? query.getLimit() : all.size();
      int to = (int) Math.min(all.size(), from + limit);
      assertThat(slice)
          .as(() -> "slice, seed %d%n%s".formatted(seed, query))
          .isEqualTo(all.subList(from, to));
    }
  }

  /// The query for all solutions of a query's pattern.
  private static Query solutions(Query query) {
    Query all = QueryFactory.make();
    all.setQuerySelectType();
    all.setQueryResultStar(true);
    all.setQueryPattern(query.getQueryPattern());
    all.resetResultVars();
    return all;
  }
}
