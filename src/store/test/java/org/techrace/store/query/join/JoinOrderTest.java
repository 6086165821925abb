package org.techrace.store.query.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.Stores;
import org.techrace.store.query.pattern.Pattern;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.ChoicePoints;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Weights;

/// Tests that patterns are joined in an order with few intermediate rows, on data in which a few
/// firms have most of the people and works.
final class JoinOrderTest {
  private static StoreDataset store;
  private QueryRun run;

  @BeforeAll
  static void make(@TempDir Path folder) {
    DatasetGraph memory = DatasetGraphFactory.createTxnMem();
    for (int i = 0; i < 400; i++) {
      add(memory, "person" + i, "worksFor", "firm" + Math.max(0, i - 300));
    }
    for (int i = 0; i < 500; i++) {
      add(memory, "work" + i, "firm", "firm" + Math.max(0, i - 300));
      add(memory, "work" + i, "country", "country" + i % 20);
      add(memory, "work" + i, "field", "field" + Math.max(0, i - 490));
      for (int k = 0; k < 6; k++) {
        add(memory, "work" + i, "author", "person" + (i * 7 + k * 61) % 400);
      }
    }
    for (int i = 1; i < 400; i++) {
      add(memory, "person" + i, "knows", "person0");
      add(memory, "person0", "knows", "person" + i);
      add(memory, "person" + i, "knows", "person" + (i + 1));
    }
    for (int i = 0; i < 20; i++) {
      add(memory, "country" + i, "region", "region" + i / 5);
    }
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.UNION);
  }

  @BeforeEach
  void start() {
    run = new QueryRun(store.store(), ExecutionContext.create(store, store.getDefaultGraph()));
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

  private static Node term(String text) {
    return text.startsWith("?") ? Var.alloc(text.substring(1)) : iri(text);
  }

  private Conjunct pattern(String s, String p, String o) {
    Pattern pattern = new Pattern(run, Triple.create(term(s), term(p), term(o)));
    return new PatternConjunct(run, pattern, store.store().union());
  }

  private List<Conjunct> order(Map<Integer, Sample> bound, Conjunct... patterns) {
    return JoinOrder.of(run, List.of(patterns), bound).conjuncts();
  }

  /// Orders a query in which the region has the fewest matches, but the countries of the region
  /// have many works.
  @Test
  void theFirstPatternIsTheOneThatLeadsToFewRows() {
    Conjunct region = pattern("?country", "region", "region1");
    Conjunct country = pattern("?work", "country", "?country");
    Conjunct field = pattern("?work", "field", "field5");
    Conjunct firm = pattern("?work", "firm", "?firm");
    assertThat(order(Map.of(), region, country, firm, field))
        .startsWith(field)
        .endsWith(region, firm);
  }

  /// Orders a query for works that the store does not contain.
  @Test
  void theCostIsKnownWhereNoRowIsExpected() {
    Sample unknown = new Sample(2, row -> run.terms().id(iri("unknown" + row)));
    JoinOrder order =
        JoinOrder.of(
            run,
            List.of(pattern("?work", "firm", "?firm"), pattern("?work", "author", "?person")),
            Map.of(run.layout().column(Var.alloc("work")), unknown));
    assertThat(order.cost()).isBetween(0.0, 10.0);
  }

  /// Orders a query on firms with five works on average, in which the firm with most people also
  /// has most works.
  @Test
  void whatIsFrequentCountsAsSuch() {
    Conjunct worksFor = pattern("?person", "worksFor", "?firm");
    Conjunct firm = pattern("?work", "firm", "?firm");
    Conjunct author = pattern("?work", "author", "?person");
    assertThat(order(Map.of(), worksFor, firm, author).getLast()).isNotSameAs(author);
  }

  /// Orders a triangle in a graph in which a person knows all others, and all know that person.
  @Test
  void theLastTwoPatternsOfATriangleAreJoinedAtOnce() {
    Conjunct one = pattern("?a", "knows", "?b");
    Conjunct two = pattern("?b", "knows", "?c");
    Conjunct three = pattern("?c", "knows", "?a");
    List<Conjunct> order = order(Map.of(), one, two, three);
    assertThat(order).hasSize(2).startsWith(one);
    assertThat(order.getLast().parts()).isEqualTo(List.of(two, three));
  }

  @Test
  void patternsOfConstantsAreJoinedAtOnce() {
    Conjunct one = pattern("?work", "field", "field0");
    Conjunct other = pattern("?work", "country", "country5");
    List<Conjunct> order = order(Map.of(), one, other);
    assertThat(order).hasSize(1);
    assertThat(order.getFirst().parts()).isEqualTo(List.of(one, other));
  }

  @Test
  void keepsAPlanForTwiceAsManyBatchesAsTheOneBefore() {
    KeptPlans plans = new KeptPlans(ChoicePoints.always());
    BitSet bound = new BitSet();
    List<JoinPlan> made = new ArrayList<>();
    for (int batch = 0; batch < 100; batch++) {
      plans.of(bound, null, () -> newPlan(made));
    }
    assertThat(made).hasSize(7);
    BitSet other = new BitSet();
    other.set(1);
    assertThat(plans.of(other, null, () -> newPlan(made))).isSameAs(made.getLast());
    assertThat(plans.of(bound, null, () -> newPlan(made))).isSameAs(made.get(6));
    assertThat(made).hasSize(8);
  }

  private JoinPlan newPlan(List<JoinPlan> made) {
    Conjunct firm = pattern("?work", "firm", "?firm");
    Group group = new Group(List.of(firm), List.of(), List.of());
    made.add(new JoinPlan(group, JoinOrder.of(run, group.conjuncts(), Map.of()), null));
    return made.getLast();
  }

  /// Orders a count by region. Works of one country are merged, so that the countries are looked up
  /// once and not for each work; if all columns are read, nothing is merged.
  @Test
  void rowsThatAreMergedCountOnce() {
    Conjunct firm = pattern("?work", "firm", "?firm");
    Conjunct country = pattern("?work", "country", "?country");
    Conjunct region = pattern("?country", "region", "?region");
    BitSet read = new BitSet();
    read.set(column("region"));
    JoinOrder order = order(new Demand(read, new Weights(run), false), region, firm, country);
    assertThat(order.rows()).isBetween(1.0, 20.0);
    assertThat(order.conjuncts()).endsWith(region);
    assertThat(JoinOrder.of(run, List.of(region, firm, country), Map.of()).rows())
        .isBetween(400.0, 600.0);
  }

  private JoinOrder order(Demand demand, Conjunct... patterns) {
    Group group = new Group(List.of(patterns), List.of(), List.of());
    LaterReads reads = new LaterReads(run, group, demand);
    return JoinOrder.of(run, List.of(patterns), new JoinState(Map.of(), 1, true, reads));
  }

  /// Estimates a join in which most firms have one work, and one firm has 301: a sample of the
  /// firms that misses it would estimate one work per firm.
  @Test
  void valuesThatAreFrequentInTheOtherPatternCount() {
    Conjunct worksFor = pattern("?person", "worksFor", "?firm");
    Conjunct firm = pattern("?work", "firm", "?firm");
    double one = JoinOrder.of(run, List.of(worksFor, firm), Map.of()).rows();
    double other = JoinOrder.of(run, List.of(firm, worksFor), Map.of()).rows();
    assertThat(one).isEqualTo(other).isBetween(301.0 * 301 / 2, 301.0 * 301 * 2);
  }

  /// Orders patterns for rows that are known, so that their values are looked up.
  @Test
  void whatFewRowsBindIsCounted() {
    Conjunct firm = pattern("?work", "firm", "?firm");
    Conjunct country = pattern("?other", "country", "?country");
    assertThat(order(row("firm0", "country3"), firm, country)).containsExactly(country, firm);
    assertThat(order(row("firm7", "country3"), firm, country)).containsExactly(firm, country);
  }

  /// The weight of a row is in hidden columns. As an id it would be a term that does not exist.
  @Test
  void hiddenColumnsAreNotSampled() {
    Batch batch = Batch.unit().with(run.layout().hidden(), new int[] {-64771072});
    assertThat(JoinRows.samples(run, batch)).isEmpty();
  }

  private Map<Integer, Sample> row(String firm, String country) {
    return Map.of(column("firm"), value(firm), column("country"), value(country));
  }

  private int column(String variable) {
    return run.layout().column(Var.alloc(variable));
  }

  private static Sample value(String name) {
    return new Sample(1, _ -> store.store().id(iri(name)));
  }
}
