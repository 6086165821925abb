package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.store.Progress;
import org.techrace.store.Store;
import org.techrace.store.StoreWriter;
import org.techrace.threads.Helpers;
import org.techrace.threads.Turn;

/// Tests that each operator stops soon after its query is cancelled, also if helpers run it. With
/// `-Dtechrace.cancel.store=FOLDER`, the test queries an existing store and cancels after 0.5, 2
/// and 5 seconds.
final class CancelTest {
  private static final int CHAIN = 100_000;
  private static final String GIVEN = System.getProperty("techrace.cancel.store", "");
  private static final Map<String, Double> LATE = new TreeMap<>();
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) throws IOException {
    Path sealed = GIVEN.isEmpty() ? folder.resolve("store") : Path.of(GIVEN);
    if (GIVEN.isEmpty()) {
      try (StoreWriter writer = new StoreWriter(sealed, Progress.NONE)) {
        for (int i = 0; i < CHAIN; i++) {
          writer.quad(Quad.create(iri("g"), iri("n" + i), iri("next"), iri("n" + (i + 1))));
          writer.quad(Quad.create(iri("g"), iri("n" + i), iri("label"), literal("label " + i)));
        }
        writer.seal();
      }
    }
    store = new StoreDataset(Store.open(sealed), StoreDataset.DefaultGraph.UNION);
    store.getContext().set(Helpers.SYMBOL, new Helpers(3));
  }

  private static Node iri(String name) {
    return NodeFactory.createURI("http://e/" + name);
  }

  private static Node literal(String text) {
    return NodeFactory.createLiteralString(text);
  }

  @AfterAll
  static void printDelays() {
    store.close();
    LATE.forEach((operator, s) -> System.out.printf("%s stopped after %.2f s%n", operator, s));
  }

  /// Each of these queries would run for hours.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          product             ; SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) != 'x') }
          a named graph       ; SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?x ?y ?z } }
          FILTER              ; SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(CONTAINS(CONCAT(STR(?a), STR(?d)), 'never')) }
          FILTER of a text    ; SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), '(.*x){9}')) }
          REGEX of one text   ; SELECT * { ?a ?b ?c FILTER(REGEX(STR(?a), '^(.|.|.|.|.|.|.|.)*\\\\1~$')) }
          BIND                ; SELECT * { ?a ?b ?c . ?d ?e ?f BIND(CONCAT(STR(?a), STR(?d)) AS ?t) FILTER(?t = 'never') }
          DISTINCT            ; SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f }
          GROUP BY            ; SELECT ?a ?d (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d
          COUNT DISTINCT      ; SELECT ?a ?d (COUNT(DISTINCT ?f) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d
          COUNT DISTINCT rows ; SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f }
          SUM                 ; SELECT ?b (SUM(STRLEN(CONCAT(STR(?c), STR(?f)))) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?b
          GROUP_CONCAT        ; SELECT ?b (GROUP_CONCAT(DISTINCT CONCAT(STR(?a), STR(?f))) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?b
          MIN and MAX         ; SELECT (MIN(?c) AS ?n) (MAX(?f) AS ?m) { ?a ?b ?c . ?d ?e ?f }
          ORDER BY            ; SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c
          ORDER BY expression ; SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY CONCAT(STR(?f), STR(?c))
          ORDER BY, LIMIT     ; SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f ?c LIMIT 10
          LIMIT, OFFSET       ; SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } OFFSET 1000000000000000000 LIMIT 10
          hash join           ; SELECT (COUNT(*) AS ?n) { ?a ?b ?c { SELECT ?d ?f { ?d ?e ?f . ?g ?h ?i } LIMIT 1000000000 } FILTER(CONCAT(STR(?c), STR(?d)) != 'x') }
          hash join by a key  ; SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?x ?y ?z { SELECT ?a ?b ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 3000000 } FILTER(CONCAT(STR(?c), STR(?d), STR(?z)) != 'x') }
          OPTIONAL            ; SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f } OPTIONAL { ?g ?h ?i } FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) != 'x') }
          OPTIONAL, filtered  ; SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) != 'x') } }
          MINUS               ; SELECT * { ?a ?b ?c MINUS { ?a ?b ?f . ?g ?h ?i FILTER(CONCAT(STR(?f), STR(?i)) = 'never') } }
          MINUS of a table    ; SELECT * { ?a ?b ?c MINUS { SELECT ?a { ?a ?b ?f . ?g ?h ?i } LIMIT 100000000000 } }
          EXISTS of groups    ; SELECT * { ?a ?b ?c FILTER EXISTS { SELECT ?a { ?a ?p ?f . ?g ?h ?i FILTER(CONCAT(STR(?f), STR(?i)) != 'x') } GROUP BY ?a HAVING (COUNT(*) > 9) } }
          EXISTS of extremes  ; SELECT * { ?a ?b ?c FILTER EXISTS { ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?f), STR(?i)) > STR(?c)) } }
          NOT EXISTS          ; SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?c), STR(?f), STR(?i)) = 'never') } }
          UNION               ; SELECT (COUNT(*) AS ?n) { { ?a ?b ?c } UNION { ?c ?b ?a } ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) != 'x') }
          VALUES              ; SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f VALUES (?x ?y) { (1 2) (3 UNDEF) } ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) != 'x') }
          path                ; SELECT (COUNT(*) AS ?n) { ?a (!<http://e/none>)* ?b . ?c (!<http://e/none>)* ?d }
          pairs of a path     ; SELECT * { ?a (!<http://e/none>)* ?b } ORDER BY ?b
          path of steps       ; SELECT (COUNT(*) AS ?n) { ?a (!<http://e/none>/^!<http://e/none>|!<http://e/none>)+ ?b . ?c ?d ?e }
          nested path         ; SELECT (COUNT(*) AS ?n) { ?a ((!<http://e/none>)*)* ?b . ?c ?d ?e }
          """)
  @Timeout(300)
  void stopsSoonAfterCancellation(String operator, String query) {
    for (long moment : GIVEN.isEmpty() ? List.of(200L) : List.of(500L, 2000L, 5000L)) {
      double late = secondsAfter(moment, query);
      LATE.merge(operator, late, Math::max);
      assertThat(late).as("seconds until it stopped, cancelled after %d ms", moment).isLessThan(30);
    }
  }

  /// Uses a pattern whose join order takes longer to compute than the time limit.
  @Test
  @Timeout(300)
  void stopsWhileItOrdersManyPatterns() throws InterruptedException {
    String query = "SELECT * { ?a <http://e/next>" + "/<http://e/next>".repeat(20_000) + " ?b }";
    AtomicReference<Double> late = new AtomicReference<>(Double.NaN);
    Runnable task = () -> late.set(secondsAfter(200, query));
    Thread deep = new Thread(null, task, "deep", 1L << 30);
    deep.start();
    deep.join();
    LATE.put("path of 20,000 steps", late.get());
    assertThat(late.get()).isLessThan(30);
  }

  @Test
  @Timeout(300)
  void pausesUntilItIsItsTurn() throws Exception {
    CountDownLatch pauses = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    Turn turn =
        new Turn() {
          @Override
          public boolean isPaused() {
            return goesOn.getCount() > 0;
          }

          @Override
          public void await() {
            pauses.countDown();
            try {
              goesOn.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Integer> count =
          thread.submit(() -> ScopedValue.where(Turn.CURRENT, turn).call(CancelTest::countLabels));
      pauses.await();
      assertThat(count.isDone()).isFalse();
      assertThat(countLabels()).as("another query").isEqualTo(CHAIN);
      goesOn.countDown();
      assertThat(count.get()).isEqualTo(CHAIN);
    }
  }

  private static int countLabels() {
    String query = "SELECT * { ?a <http://e/label> ?b FILTER(CONCAT(STR(?a), ?b) != 'x') }";
    try (QueryExec exec = QueryExec.dataset(store).query(QueryFactory.create(query)).build()) {
      return Iter.toList(exec.select()).size();
    }
  }

  private static double secondsAfter(long milliseconds, String query) {
    long start = System.nanoTime();
    try (QueryExec exec =
        QueryExec.dataset(store)
            .query(QueryFactory.create(query))
            .timeout(milliseconds, TimeUnit.MILLISECONDS)
            .build()) {
      exec.select().forEachRemaining(row -> assertThat(row).isNotNull());
      throw new AssertionError("the query ended before it was cancelled");
    } catch (QueryCancelledException e) {
      return (System.nanoTime() - start) / 1e9 - milliseconds / 1e3;
    }
  }
}
