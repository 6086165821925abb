package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.guard.Guard;

/// Tests executions of a query that its guard has kept in its optimized form.
final class KeptQueryTest {
  private static final int NODES = 30;
  private static final DatasetGraph memory = DatasetGraphFactory.createTxnMem();
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    for (int i = 0; i < NODES; i++) {
      add(i, "next", iri("n" + (i + 1) % NODES));
      add(i, "number", NodeFactory.createLiteralString("number " + i));
      add(i, "group", iri("g" + i % 4));
    }
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static void add(int subject, String predicate, Node object) {
    memory.add(Quad.defaultGraphIRI, iri("n" + subject), iri(predicate), object);
  }

  private static Node iri(String name) {
    return NodeFactory.createURI("http://e/" + name);
  }

  private static Query query(String text) {
    return QueryFactory.create("PREFIX : <http://e/> " + text);
  }

  private static List<String> rows(Query query, Guard guard, AtomicBoolean stop) {
    try (QueryExec exec =
        QueryExec.dataset(store)
            .query(query)
            .set(ARQConstants.sysOptimizerFactory, guard)
            .set(ARQConstants.symCancelQuery, stop)
            .build()) {
      if (query.isAskType()) {
        return List.of(String.valueOf(exec.ask()));
      }
      List<String> rows = new ArrayList<>();
      exec.select().forEachRemaining((Binding row) -> rows.add(row.toString()));
      return rows.stream().sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * { ?a :next/:next ?b ; :group :g1 }",
        "SELECT * { ?a (:next|^:next)+ :n3 . ?a :group ?g } ORDER BY ?a LIMIT 7",
        "SELECT ?g (COUNT(*) AS ?n) (SAMPLE(?g) AS ?s) { ?a :group ?g } GROUP BY ?g HAVING(?n > 7)",
        "SELECT * { ?a :number ?n FILTER(CONTAINS(?n, '1') && STRLEN(?n) > 8 && ?a != :n12) }",
        "SELECT * { ?a :group :g2 OPTIONAL { ?a :next ?b . ?b :number 'number 3' } }",
        "SELECT * { ?a :group ?g FILTER NOT EXISTS { ?a :next+ ?b . ?b :none ?c } }",
        "SELECT * { VALUES (?a ?g) { (:n1 UNDEF) (UNDEF :g2) } ?a :group ?g FILTER(?g != :g3) }",
        "SELECT * { ?a :group ?g { SELECT DISTINCT ?g { ?x :group ?g ; :next :n3 } } }",
        "SELECT ?n ?m { ?a :number ?n BIND(UCASE(?n) AS ?m) } ORDER BY DESC(?m)",
        "ASK { :n1 :next+ :n9 }"
      })
  void returnsTheSameInEachExecution(String text) throws Exception {
    Query query = query(text);
    Guard guard = new Guard();
    List<String> first = rows(query, guard, new AtomicBoolean());
    assertThat(first).isEqualTo(rows(query, new Guard(), new AtomicBoolean())).isNotEmpty();
    Op kept = guard.kept();
    assertThat(kept).isNotNull();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<List<String>> task = () -> rows(query, guard, new AtomicBoolean());
      for (Future<List<String>> rows :
          threads.invokeAll(List.of(task, task, task, task, task, task, task, task))) {
        assertThat(rows.get()).isEqualTo(first);
      }
    }
    assertThat(guard.kept()).isSameAs(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * { ?a :number ?n FILTER(REGEX(?n, '^n.*1$')) }",
        "SELECT ?g { ?a :group ?g FILTER EXISTS { ?a :number ?n FILTER(REGEX(?n, '(1|2)+$')) } }",
        "SELECT (REPLACE(?n, 'm(.)', '$1') AS ?m) { ?a :number ?n }",
        "SELECT (<http://www.w3.org/2001/XMLSchema#integer>(STRLEN(?n)) AS ?m) { ?a :number ?n }",
        "SELECT ?g (GROUP_CONCAT(?n) AS ?all) { ?a :group ?g ; :number ?n } GROUP BY ?g"
      })
  void doesNotKeepASignalOrCounterOfAnExecution(String text) {
    Query query = query(text);
    Guard guard = new Guard();
    List<String> first = rows(query, guard, new AtomicBoolean());
    assertThat(first).isNotEmpty();
    assertThat(guard.kept()).isNull();
    assertThat(rows(query, guard, new AtomicBoolean())).isEqualTo(first);
  }

  @Test
  void stopsOnlyTheExecutionWhoseSignalIsSet() {
    Query query = query("SELECT * { ?a :next+ ?b . ?b :next+ ?c . ?c :next+ ?d }");
    Guard guard = new Guard();
    assertThat(rows(query("SELECT * { ?a :next ?b }"), new Guard(), new AtomicBoolean()))
        .hasSize(NODES);
    List<String> all = rows(query, guard, new AtomicBoolean());
    AtomicBoolean stop = new AtomicBoolean(true);
    assertThatThrownBy(() -> rows(query, guard, stop)).isInstanceOf(QueryCancelledException.class);
    assertThat(rows(query, guard, new AtomicBoolean())).isEqualTo(all);
  }
}
