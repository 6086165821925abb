package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.store.query.row.QueryPlan;

/// Tests that rows that EXISTS compares with other rows are not compared with each of them, on
/// 10,000 works of 100 firms. [DifferentialTest] compares results with those of ARQ.
final class ComparedMatchesTest {
  private static final int WORKS = 10_000;
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    DatasetGraph memory = DatasetGraphFactory.createTxnMem();
    for (int i = 0; i < WORKS; i++) {
      LocalDate date = LocalDate.EPOCH.plusDays(i);
      add(memory, i, "firm", iri("firm" + i % 100));
      add(memory, i, "date", literal(date.toString(), XSDDatatype.XSDdate));
      add(memory, i, "time", literal(date + "T00:00:00.5Z", XSDDatatype.XSDdateTime));
      add(memory, i, "share", literal(Float.toString(i / 7f), XSDDatatype.XSDfloat));
    }
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.UNION);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static void add(DatasetGraph memory, int work, String p, Node o) {
    memory.add(iri("graph"), iri("work" + work), iri(p), o);
  }

  private static Node iri(String name) {
    return NodeFactory.createURI("http://e/" + name);
  }

  private static Node literal(String text, XSDDatatype type) {
    return NodeFactory.createLiteralDT(text, type);
  }

  @ParameterizedTest
  @CsvSource({
    "?w :date ?d FILTER NOT EXISTS { ?x :date ?e FILTER(?e > ?d) }, 1",
    "?w :date ?d OPTIONAL { ?x :date ?e FILTER(?e < ?d) } FILTER(!BOUND(?x)), 1",
    "?w :time ?d FILTER NOT EXISTS { ?x :time ?e FILTER(?d < ?e) }, 1",
    "?w :share ?d FILTER NOT EXISTS { ?x :share ?e FILTER(?e > ?d) }, 1",
    "?w :firm ?f ; :date ?d FILTER NOT EXISTS { ?x :firm ?f ; :date ?e FILTER(?e > ?d) }, 100",
    "?w :firm ?f FILTER EXISTS { ?x :firm ?f FILTER(?x != ?w) }, 10000",
    "?w :date ?d FILTER EXISTS { ?x :time ?e FILTER(YEAR(?e) + 1 <= YEAR(?d)) }, 9635",
  })
  void comparesARowWithFewOthers(String where, int expected) {
    QueryPlan plan = new QueryPlan();
    String query = "PREFIX : <http://e/> SELECT (COUNT(*) AS ?n) { " + where + " }";
    try (QueryExec exec =
        QueryExec.dataset(store).query(query).set(QueryPlan.symbol(), plan).build()) {
      assertThat(exec.select().next().get("n").getLiteralValue()).isEqualTo(expected);
    }
    assertThat(rows(plan.steps())).isLessThan(10 * WORKS);
  }

  private static long rows(List<QueryPlan.Step> steps) {
    return steps.stream().mapToLong(s -> s.rows() + rows(s.parts())).sum();
  }
}
