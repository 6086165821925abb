package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.TemporaryFolder;
import org.techrace.store.Store;
import org.techrace.threads.Helpers;

/// Compares the results of queries on several threads with those on one thread: the same solutions
/// in the same order, and the same errors. The queries are random, or go through operators that run
/// in parallel. A piece of work of a helper is a single batch of rows in every second dataset; in
/// the others it has as many as possible, and threads divide it.
///
/// To search for new faults, set another seed with `-Dtechrace.seed=N` and more datasets with
/// `-Dtechrace.datasets=N`.
@Tag("long")
final class ParallelTest {
  private static final long SEED = Long.getLong("techrace.seed", 20261127);
  private static final int DATASETS = Integer.getInteger("techrace.datasets", 4);
  private static final int QUERIES = 60;

  /// The number of queries with OPTIONAL after parts with many rows.
  private static final int OPTIONALS = 20;

  private static final int QUADS = 3000;
  private static final int SUBJECTS = 700;

  /// How long a random query may take on one thread to be compared, and how long any other may
  /// take.
  private static final long MILLISECONDS = 2000;

  private static final long PATIENCE = 60_000;
  private static final long MOST_TASK_NANOS = 1_000_000_000;
  private static final AtomicInteger COMPARED = new AtomicInteger();

  private static final List<String> SHAPES =
      List.of(
          "SELECT * { ?a <http://e/p0> ?b . ?b ?p ?c }",
          "SELECT * { ?a <http://e/p0> ?b . ?c <http://e/p1> ?b }",
          "SELECT * { ?a <http://e/p0> ?b . ?a <http://e/p1> ?d FILTER(?b > ?d) }",
          "SELECT * { ?a ?p ?b FILTER(CONTAINS(STR(?b), '1')) }",
          "SELECT * { ?a ?p ?b FILTER(<http://www.w3.org/2001/XMLSchema#integer>(?b) > 1) }",
          "SELECT * { ?a ?p ?b . ?b ?q ?c BIND(CONCAT(STR(?a), STR(?c)) AS ?t) FILTER(?t != 'x') }",
          "SELECT * { ?a ?p ?b OPTIONAL { ?b <http://e/p1> ?c OPTIONAL { ?c <http://e/p2> ?d } } }",
          "SELECT * { ?a ?p ?b OPTIONAL { ?b <http://e/p1> ?c FILTER(?c > ?b) } }",
          "SELECT * { ?a ?p ?b OPTIONAL { ?b <http://e/p1> ?c . ?d ?q ?c } }",
          "SELECT * { ?a ?p ?b OPTIONAL { ?b ?q ?c FILTER(STRLEN(STR(?c)) > 1) } }",
          "SELECT * { ?a ?p ?b FILTER EXISTS { ?b <http://e/p1> ?c } }",
          "SELECT * { ?a ?p ?b FILTER(ISLITERAL(?b) || EXISTS { ?b <http://e/p1> ?c }) }",
          "SELECT * { ?a ?p ?b FILTER(!(ISIRI(?b) && EXISTS { ?c <http://e/p1> ?b })) }",
          "SELECT * { ?a ?p ?b FILTER NOT EXISTS { ?b ?q ?c BIND(STR(?c) AS ?d) FILTER(?d > '2') }"
              + " }",
          "SELECT * { ?a ?p ?b MINUS { ?b <http://e/p1> ?c } }",
          "SELECT * { ?a ?p ?b MINUS { ?b <http://e/p1> ?c MINUS { ?c <http://e/p2> ?d } } }",
          "SELECT * { { ?a <http://e/p0> ?b } UNION { ?b <http://e/p1> ?a } ?b ?p ?c }",
          "SELECT ?b (COUNT(*) AS ?n) { ?a <http://e/p0> ?b . ?b ?p ?c } GROUP BY ?b",
          "SELECT ?k (COUNT(*) AS ?n) { ?a ?p ?b . ?b ?q ?c } GROUP BY (STRLEN(STR(?c)) AS ?k)",
          "SELECT ?p (SUM(STRLEN(STR(?b))) AS ?n) { ?a ?p ?b . ?b ?q ?c } GROUP BY ?p",
          "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?b ?q ?c . ?c ?r ?d }",
          "SELECT ?p (SUM(?b) AS ?n) (AVG(?b) AS ?m) { ?a ?p ?b FILTER(ISNUMERIC(?b)) } GROUP BY"
              + " ?p",
          "SELECT (SUM(?b) AS ?n) (AVG(?b) AS ?m) { ?a ?p ?b FILTER(ISNUMERIC(?b)) }",
          "SELECT ?p (SUM(?b) AS ?n) { ?a ?p ?b . ?a ?q ?c FILTER(ISNUMERIC(?b) && DATATYPE(?b) != "
              + "<http://www.w3.org/2001/XMLSchema#double>) } GROUP BY ?p",
          "SELECT ?p (MIN(?b) AS ?n) (MAX(?b) AS ?m) { ?a ?p ?b . ?a ?q ?c } GROUP BY ?p",
          "SELECT ?p (COUNT(DISTINCT ?b) AS ?n) (COUNT(?d) AS ?m) { ?a ?p ?b . ?a ?q ?c"
              + " OPTIONAL { ?c <http://e/p2> ?d } } GROUP BY ?p",
          "SELECT (COUNT(DISTINCT ?b) AS ?n) (COUNT(DISTINCT *) AS ?m) { ?a ?p ?b . ?a ?q ?c }",
          "SELECT ?p (COUNT(DISTINCT *) AS ?m) { ?a ?p ?b } GROUP BY ?p",
          "SELECT ?a ?p (COUNT(*) AS ?m) { ?a ?p ?b . ?b ?q ?c } GROUP BY ?a ?p",
          "SELECT ?p (GROUP_CONCAT(?b) AS ?m) { ?a ?p ?b FILTER(ISLITERAL(?b)) } GROUP BY ?p",
          "SELECT ?p (GROUP_CONCAT(DISTINCT ?b) AS ?m) { ?a ?p ?b . ?a ?q ?c } GROUP BY ?p",
          "SELECT ?a (GROUP_CONCAT(CONCAT(STR(?p), STR(?b)); SEPARATOR='') AS ?m) { ?a ?p ?b }"
              + " GROUP BY ?a",
          "SELECT ?p (SAMPLE(?b) AS ?m) (SAMPLE(?b + ?c) AS ?n) { ?a ?p ?b . ?a ?q ?c } GROUP BY"
              + " ?p",
          "SELECT ?p (SUM(DISTINCT ?b) AS ?n) (AVG(DISTINCT ?b) AS ?m) { ?a ?p ?b . ?a ?q ?c"
              + " FILTER(ISNUMERIC(?b)) } GROUP BY ?p",
          "SELECT ?p (SUM(?b * ?c) AS ?n) (COUNT(?b - ?c) AS ?m) { ?a ?p ?b . ?a ?q ?c"
              + " FILTER(ISNUMERIC(?b) && ISNUMERIC(?c)) } GROUP BY ?p",
          "SELECT ?p (MIN(CONCAT(STR(?b), STR(?c))) AS ?n) (MAX(COALESCE(?b + ?c, ?b)) AS ?m)"
              + " { ?a ?p ?b . ?a ?q ?c } GROUP BY ?p",
          "SELECT ?m (COUNT(*) AS ?k) { ?a ?p ?b BIND(EXISTS { ?b ?q ?c } AS ?m) } GROUP BY ?m",
          "SELECT * { ?a ?p ?b FILTER(?p = <http://e/p1> || EXISTS { ?b <http://e/p1>+ ?c }) }",
          "SELECT * { ?a ?p ?b OPTIONAL { ?b ?q ?c FILTER EXISTS { { SELECT ?c { ?c ?r ?d } LIMIT 1"
              + " } } } }",
          "SELECT DISTINCT ?b ?c { ?a ?p ?b . ?a ?q ?c }",
          "SELECT * { ?a ?p ?b . ?b ?q ?c } ORDER BY ?c ?b",
          "SELECT * { ?a ?p ?b . ?c ?p ?b } ORDER BY DESC(?b) STR(?c)",
          "SELECT * { ?a ?p ?b . ?c ?p ?b } ORDER BY STRLEN(STR(?b)) ?c LIMIT 3000 OFFSET 9000",
          "SELECT * { ?a ?p ?b . ?b ?q ?c } OFFSET 900 LIMIT 700",
          "SELECT * { { SELECT ?a ?b { ?a ?p ?b . ?b ?q ?c } LIMIT 900 } ?a ?r ?d }");

  @AfterAll
  static void printCount() {
    System.out.printf("%d queries compared on one thread and several%n", COMPARED.get());
  }

  @Test
  void returnsTheSameRowsInTheSameOrderAsOneThread() throws IOException {
    Random random = new Random(SEED);
    for (int i = 0; i < DATASETS; i++) {
      RandomQueries queries = new RandomQueries(random.nextLong(), i % 2 == 1);
      DatasetGraph quads = queries.dataset(QUADS, SUBJECTS);
      try (TemporaryFolder folder = TemporaryFolder.make("store")) {
        Path sealed = folder.path().resolve("store");
        Stores.of(quads, sealed, StoreDataset.DefaultGraph.OWN).close();
        try (StoreDataset one = open(sealed, 1, 0);
            StoreDataset several = open(sealed, 4, i / 2 % 2 * MOST_TASK_NANOS)) {
          for (String query : SHAPES) {
            Query shape = QueryFactory.create(query);
            assertThat(isSame(shape, one, several, PATIENCE)).as(query).isTrue();
          }
          for (int k = 0; k < QUERIES; k++) {
            parsed(queries.query()).ifPresent(query -> isSame(query, one, several, MILLISECONDS));
          }
          for (int k = 0; k < OPTIONALS; k++) {
            parsed(queries.optional())
                .ifPresent(query -> isSame(query, one, several, MILLISECONDS));
          }
        }
      }
    }
    assertThat(COMPARED.get()).isGreaterThan(DATASETS * QUERIES / 2);
  }

  private static StoreDataset open(Path sealed, int threads, long taskNanos) {
    try {
      StoreDataset store = new StoreDataset(Store.open(sealed), StoreDataset.DefaultGraph.OWN);
      store.getContext().set(Helpers.SYMBOL, new Helpers(threads, 0, 0, taskNanos));
      return store;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Optional<Query> parsed(String text) {
    try {
      return Optional.of(QueryFactory.create(text));
    } catch (QueryParseException | ExprEvalException e) {
      return Optional.empty();
    }
  }

  /// Compares the answers. Returns false if the query takes too long on one thread.
  private static boolean isSame(
      Query query, StoreDataset one, StoreDataset several, long milliseconds) {
    Optional<List<String>> expected = answer(query, one, milliseconds);
    if (expected.isPresent()) {
      COMPARED.incrementAndGet();
      assertThat(answer(query, several, PATIENCE)).as(query.toString()).isEqualTo(expected);
    }
    return expected.isPresent();
  }

  /// Returns the lines of an answer, or empty if it takes too long or has too many rows.
  private static Optional<List<String>> answer(Query query, StoreDataset store, long milliseconds) {
    List<String> lines = new ArrayList<>();
    try (QueryExec exec =
        QueryExec.dataset(store)
            .query(query)
            .timeout(milliseconds, TimeUnit.MILLISECONDS)
            .build()) {
      if (query.isAskType()) {
        lines.add("" + exec.ask());
      } else if (query.isConstructType()) {
        lines.add("" + exec.construct().size());
      } else {
        RowSet rows = exec.select();
        while (rows.hasNext()) {
          Binding row = rows.next();
          rows.getResultVars().forEach(v -> lines.add(v + "=" + row.get(v)));
        }
      }
    } catch (QueryCancelledException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      lines.add("fails: " + e.getClass() + e.getMessage());
    }
    return Optional.of(lines);
  }

  /// Ends queries early in three ways, and closes their store at once.
  @Test
  void noHelperReadsAStoreAfterItsQueryHasEnded(@TempDir Path folder)
      throws InterruptedException, ExecutionException {
    Path sealed = folder.resolve("store");
    Stores.of(
            new RandomQueries(SEED, false).dataset(QUADS, SUBJECTS),
            sealed,
            StoreDataset.DefaultGraph.OWN)
        .close();
    Query query = QueryFactory.create("SELECT * { ?a ?p ?b . ?b ?q ?c . ?c ?r ?d . ?e ?s ?f }");
    try (ExecutorService clients = Executors.newFixedThreadPool(10)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int number = i;
        all.add(clients.submit(() -> endEarly(query, sealed, number)));
      }
      for (Future<?> client : all) {
        client.get();
      }
    }
  }

  private static void endEarly(Query query, Path sealed, int number) {
    try (StoreDataset store = open(sealed, 20, number % 2 * MOST_TASK_NANOS);
        QueryExec exec =
            QueryExec.dataset(store)
                .query(query)
                .timeout(number % 3 == 0 ? 30 : 20_000, TimeUnit.MILLISECONDS)
                .build()) {
      RowSet rows = exec.select();
      int read = 0;
      while (rows.hasNext() && (number % 3 == 0 || read < 20_000)) {
        rows.next();
        read++;
      }
      if (number % 3 == 1) {
        exec.abort();
      }
      assertThat(number % 3).isNotZero();
    } catch (QueryCancelledException e) {
      assertThat(number % 3).isZero();
    }
  }
}
