package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.store.query.row.QueryPlan;

/// Tests that OPTIONAL creates few rows besides its result, on 3,000 firms with 6,000 works.
/// [DifferentialTest] compares results with those of ARQ.
final class OptionalTest {
  private static final int FIRMS = 3000;
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    DatasetGraph memory = DatasetGraphFactory.createTxnMem();
    for (int i = 0; i < FIRMS; i++) {
      add(memory, "firm" + i, "type", "Firm");
      for (int k = 0; k < 2; k++) {
        // Works in another order than their firms.
        int work = (7 * (2 * i + k)) % (2 * FIRMS);
        add(memory, "work" + work, "firm", "firm" + i);
        add(memory, "work" + work, "technology", "technology" + i % 500);
      }
      if (i % 3 == 0) {
        add(memory, "firm" + i, "parent", "firm" + i / 2);
      }
    }
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.UNION);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static void add(DatasetGraph memory, String s, String p, String o) {
    memory.add(iri("graph"), iri(s), iri(p), iri(o));
  }

  private static Node iri(String name) {
    return NodeFactory.createURI("http://e/" + name);
  }

  /// The answer of a query that returns one number, and the number of rows of all operators.
  private record Counted(int n, long rows) {}

  private static Counted count(String where) {
    QueryPlan plan = new QueryPlan();
    String query = "PREFIX : <http://e/> SELECT " + where;
    try (QueryExec exec =
        QueryExec.dataset(store).query(query).set(QueryPlan.symbol(), plan).build()) {
      int n = ((Number) exec.select().next().get("n").getLiteralValue()).intValue();
      return new Counted(n, rows(plan.steps()));
    }
  }

  private static long rows(List<QueryPlan.Step> steps) {
    return steps.stream().mapToLong(s -> s.rows() + rows(s.parts())).sum();
  }

  /// The right side has 24 solutions. Looked up for each firm, it has a row for each of 6,000
  /// works.
  @Test
  void joinsManyRowsWithFewSolutionsOfTheRightSide() {
    Counted counted =
        count(
            """
            (COUNT(?w) AS ?n) { ?f :type :Firm
              OPTIONAL { VALUES ?t { :technology1 :technology2 } ?w :firm ?f ; :technology ?t } }
            """);
    assertThat(counted.n).isEqualTo(24);
    assertThat(counted.rows).isLessThan(10_000);
  }

  @Test
  void evaluatesAConditionOnTheLeftSideForJoinedRows() {
    Counted counted =
        count(
            """
            (COUNT(?w) AS ?n) { ?f :type :Firm OPTIONAL { ?f :parent ?g } OPTIONAL {
              VALUES ?t { :technology0 :technology2 } ?w :firm ?f ; :technology ?t
              FILTER(BOUND(?g)) } }
            """);
    // Firms with numbers 0 and 2 modulo 500, divisible by 3: 0, 1500, 1002 and 2502, two works
    // each.
    assertThat(counted.n).isEqualTo(8);
  }

  /// Of 3,000 firms, 2,000 have no parent, so the second OPTIONAL has 1,000 matches for each of
  /// them.
  @Test
  void mergesRowsBeforeOptional() {
    Counted counted =
        count(
            """
            (COUNT(?g) AS ?n) { ?f :type :Firm
              OPTIONAL { ?f :parent ?p } OPTIONAL { ?p :parent ?g } }
            """);
    int parents = 0;
    for (int i = 0; i < FIRMS; i += 3) {
      parents += i / 2 % 3 == 0 ? 1 : 0;
    }
    assertThat(counted.n).isEqualTo(2000 * 1000 + parents);
    assertThat(counted.rows).isLessThan(6 * FIRMS);
  }

  @Test
  void countsMatchesThatAreNotRead() {
    Counted counted =
        count(
            """
            (COUNT(*) AS ?n) { :technology1 ^:technology/:firm ?f . ?f ^:firm/:technology ?t
              OPTIONAL { ?w :technology ?t } }
            """);
    assertThat(counted.n).isEqualTo(24 * 12);
    assertThat(counted.rows).isLessThan(200);
  }

  @Test
  void testsVariablesOfBindAfterOptional() {
    Counted counted =
        count(
            """
            (COUNT(*) AS ?n) { ?f :type :Firm
              OPTIONAL { ?f :parent ?p BIND(?p AS ?q) } FILTER(!BOUND(?q)) }
            """);
    assertThat(counted.n).isEqualTo(2000);
  }

  /// Each of 6,000 works is compared with the two works of its firm, not with all works.
  @Test
  void joinsPartsThatOnlyAnEqualityConnects() {
    Counted counted =
        count(
            """
            (COUNT(?v) AS ?n) { ?w :firm ?f
              OPTIONAL { ?v :firm ?g ; :technology ?t FILTER(?g = ?f) } }
            """);
    assertThat(counted.n).isEqualTo(2 * 2 * FIRMS);
    assertThat(counted.rows).isLessThan(50 * FIRMS);
  }

  /// Some batches bind ?p, and others do not.
  @Test
  void plansTheRightSideForTheVariablesThatABatchBinds() {
    Counted counted =
        count(
            """
            (COUNT(?q) AS ?n) { { ?f :type :Firm } UNION { ?f :parent ?p }
              OPTIONAL { ?f :parent ?p . ?p :type ?q } }
            """);
    assertThat(counted.n).isEqualTo(2000);
  }

  /// With the matches of OPTIONAL, each of 6,000 works would have 12 rows.
  @Test
  void looksForOneMatchIfRowsWithAMatchAreDropped() {
    Counted counted =
        count(
            """
            (COUNT(*) AS ?n) { ?w :firm ?f ; :technology ?t
              OPTIONAL { ?v :technology ?t } FILTER(!BOUND(?v)) }
            """);
    assertThat(counted.n).isEqualTo(0);
    assertThat(counted.rows).isLessThan(10 * FIRMS);
  }
}
