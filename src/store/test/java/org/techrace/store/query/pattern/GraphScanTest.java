package org.techrace.store.query.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.techrace.store.query.pattern.PatternScanTest.any;
import static org.techrace.store.query.pattern.PatternScanTest.iri;
import static org.techrace.store.query.pattern.PatternScanTest.pattern;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.Stores;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Weights;

/// Most triples are in several of five graphs.
final class GraphScanTest {
  private static final int QUADS = 40_000;
  private static final int GRAPHS = 5;
  private static final Var GRAPH = Var.alloc("g");
  private static final DatasetGraph quads = DatasetGraphFactory.createTxnMem();
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    Random random = new Random(5);
    for (int i = 0; i < QUADS; i++) {
      quads.add(
          i % 7 == 0 ? Quad.defaultGraphIRI : iri("g" + random.nextInt(GRAPHS)),
          iri("s" + random.nextInt(400)),
          iri("p" + random.nextInt(2)),
          iri("o" + random.nextInt(random.nextInt(1, 20))));
    }
    store = Stores.of(quads, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static List<Var> variables(String text) {
    return Arrays.stream(text.split(" ", -1))
        .filter(part -> part.startsWith("?"))
        .map(part -> Var.alloc(part.substring(1)))
        .toList();
  }

  /// Counts the quads of the named graphs by the values of the columns that are read.
  private static Map<List<Node>, Long> expected(Triple pattern, List<Var> read) {
    Map<List<Node>, Long> counts = new HashMap<>();
    quads
        .find(
            Node.ANY,
            any(pattern.getSubject()),
            any(pattern.getPredicate()),
            any(pattern.getObject()))
        .forEachRemaining(
            quad -> {
              Map<Node, Node> values = new HashMap<>();
              values.put(pattern.getSubject(), quad.getSubject());
              values.put(pattern.getPredicate(), quad.getPredicate());
              values.put(pattern.getObject(), quad.getObject());
              values.put(GRAPH, quad.getGraph());
              if (!Quad.isDefaultGraph(quad.getGraph())) {
                counts.merge(read.stream().map(values::get).toList(), 1L, Long::sum);
              }
            });
    return counts;
  }

  private static Map<List<Node>, Long> counts(
      QueryRun run, QueryRows rows, List<Var> read, Weights weights) {
    Map<List<Node>, Long> counts = new HashMap<>();
    for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
      assertThat(batch.size).isBetween(1, Batch.MAX_ROWS);
      long[] numbers = weights.of(batch);
      for (int row = 0; row < batch.size; row++) {
        List<Node> values = new ArrayList<>();
        for (Var variable : read) {
          values.add(run.terms().node(batch.get(run.layout().column(variable), row)));
        }
        counts.merge(values, numbers[row], Long::sum);
      }
    }
    return counts;
  }

  private static Demand demand(QueryRun run, List<Var> read, Weights weights) {
    return new Demand(run.layout().columnSet(read), weights, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?s ?p ?o : ?g",
        "?s ?p ?o : ?g ?s",
        "?s ?p ?o : ?g ?p",
        "?s ?p ?o : ?g ?o",
        "?s ?p ?o : ?g ?p ?o",
        "?s p0 ?o : ?g",
        "?s p1 ?o : ?g ?s",
        "?s p1 o0 : ?g",
        "s1 ?p ?o : ?g ?p",
        "?s p9 ?o : ?g"
      })
  void countsTheTriplesOfEachGraph(String text) {
    Triple triple = pattern(text.split(" : ", -1)[0]);
    List<Var> read = variables(text.split(" : ", -1)[1]);
    QueryRun run = new QueryRun(store.store(), ExecutionContext.create(store));
    Weights weights = new Weights(run);
    BitSet named = new BitSet();
    Arrays.stream(store.store().namedGraphs()).forEach(named::set);
    GraphColumn graph = new GraphColumn(run, run.layout().column(GRAPH), named);
    PatternScan scan =
        PatternScan.of(run, new Pattern(run, triple), graph, demand(run, read, weights), -1)
            .orElseThrow();
    assertThat(counts(run, scan.rows(), read, weights)).isEqualTo(expected(triple, read));
  }
}
