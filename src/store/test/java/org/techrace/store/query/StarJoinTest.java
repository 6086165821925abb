package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
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
import org.techrace.store.query.row.QueryPlan;

/// Tests joins of stars with several variables in common, on 4,000 works. Their plans have a star,
/// and their answers are those of ARQ.
final class StarJoinTest {
  private static final int WORKS = 4000;
  private static final DatasetGraph memory = DatasetGraphFactory.createTxnMem();
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    Random random = new Random(5);
    for (int i = 0; i < WORKS; i++) {
      add("work" + i, "country", "country" + random.nextInt(4));
      add("work" + i, "technology", "technology" + random.nextInt(20));
      if (i % 7 != 0) {
        add("work" + i, "year", "year" + random.nextInt(15));
      }
      if (i % 50 == 0) {
        add("work" + i, "cites", "work" + random.nextInt(WORKS));
      }
    }
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static void add(String s, String p, String o) {
    memory.add(Quad.defaultGraphIRI, iri(s), iri(p), iri(o));
  }

  private static Node iri(String name) {
    return NodeFactory.createURI("http://e/" + name);
  }

  private static String plan(Query query) {
    QueryPlan plan = new QueryPlan();
    try (QueryExec exec =
        QueryExec.dataset(store).query(query).set(QueryPlan.symbol(), plan).build()) {
      if (query.isAskType()) {
        exec.ask();
      } else {
        exec.select().materialize();
      }
    }
    return operators(plan.steps());
  }

  private static String operators(List<QueryPlan.Step> steps) {
    return steps.stream()
        .map(s -> s.text() + "\n" + operators(s.parts()))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT (COUNT(*) AS ?n) { $a $b }",
        "SELECT ?y (COUNT(*) AS ?n) { $a $b } GROUP BY ?y",
        "SELECT (COUNT(*) AS ?n) { $a $b FILTER(?a != ?b) }",
        "SELECT DISTINCT ?c ?t { $a $b FILTER(STR(?a) < STR(?b)) }",
        "SELECT (COUNT(?d) AS ?n) { $a $b OPTIONAL { ?a :cites ?d } }",
        "SELECT (COUNT(*) AS ?n) { $a $b MINUS { ?a :cites ?d } }"
      })
  void joinsAStarOnItsOwn(String text) {
    Query query = parsed(text);
    assertThat(plan(query)).contains("star:");
    assertThat(Answer.of(query, store)).matches(Answer.of(query, memory)::matches);
  }

  private static Query parsed(String text) {
    return QueryFactory.create(
        "PREFIX : <http://e/> "
            + text.replace("$a", "?a :technology ?t ; :country ?c ; :year ?y .")
                .replace("$b", "?b :technology ?t ; :country ?c ; :year ?y ."));
  }

  @Test
  void askReadsTheFirstRowWithoutATable() {
    assertThat(plan(parsed("ASK { $a $b FILTER(?a != ?b) }"))).doesNotContain("star:");
  }

  /// Another order of joins for some windows would repeat rows of others, and lose rows.
  @ParameterizedTest
  @ValueSource(strings = {"SELECT * { $a $b }", "SELECT ?a (STR(?b) AS ?text) { $a $b }"})
  void windowsAreInTheOrderOfTheWhole(String text) {
    Query whole = parsed(text);
    assertThat(plan(whole)).contains("star:");
    Query window = parsed(text + " OFFSET 20 LIMIT 5");
    assertThat(rows(window)).isEqualTo(rows(whole).subList(20, 25));
  }

  private static List<Binding> rows(Query query) {
    try (QueryExec exec = QueryExec.dataset(store).query(query).build()) {
      return exec.select().materialize().stream().toList();
    }
  }
}
