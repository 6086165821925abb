package org.techrace.store.query.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
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
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Weights;

final class PatternScanTest {
  private static final int TRIPLES = 40_000;
  private static final List<Node> PREDICATES = List.of(iri("p0"), iri("p1"), iri("p2"));
  private static final DatasetGraph quads = DatasetGraphFactory.createTxnMem();
  private static StoreDataset store;

  /// Makes some subjects and objects with many triples, and many with few.
  @BeforeAll
  static void make(@TempDir Path folder) {
    Random random = new Random(3);
    for (int i = 0; i < TRIPLES; i++) {
      quads.add(
          Quad.defaultGraphIRI,
          iri("s" + (int) (20_000 * Math.pow(random.nextDouble(), 8))),
          PREDICATES.get(random.nextInt(10) / 8 + (i % 100 == 0 ? 1 : 0)),
          iri("o" + (int) (40_000 * Math.pow(random.nextDouble(), random.nextInt(1, 12)))));
    }
    store = Stores.of(quads, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  static Node iri(String name) {
    return NodeFactory.createURI("http://e/" + name);
  }

  static Triple pattern(String text) {
    List<Node> nodes = new ArrayList<>();
    for (String part : text.split(" ", -1)) {
      nodes.add(part.startsWith("?") ? Var.alloc(part.substring(1)) : iri(part));
    }
    return Triple.create(nodes.get(0), nodes.get(1), nodes.get(2));
  }

  /// Counts the matches by the values of the columns that are read.
  private static Map<List<Node>, Long> expected(Triple pattern, List<Var> read) {
    Map<List<Node>, Long> counts = new LinkedHashMap<>();
    quads
        .find(
            Node.ANY,
            any(pattern.getSubject()),
            any(pattern.getPredicate()),
            any(pattern.getObject()))
        .forEachRemaining(
            quad -> {
              List<Node> values = new ArrayList<>();
              for (Var variable : read) {
                values.add(
                    variable.equals(pattern.getSubject())
                        ? quad.getSubject()
                        : variable.equals(pattern.getPredicate())
                            ? quad.getPredicate()
                            : quad.getObject());
              }
              counts.merge(values, 1L, Long::sum);
            });
    return counts;
  }

  static Node any(Node node) {
    return node.isVariable() ? Node.ANY : node;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?s ?p ?o : ?s ?p ?o",
        "?s ?p ?o : ?s",
        "?s ?p ?o : ?p",
        "?s ?p ?o : ?o",
        "?s ?p ?o : ?p ?o",
        "?s ?p ?o : ?s ?p",
        "?s p0 ?o : ?s ?o",
        "?s p0 ?o : ?s",
        "?s p0 ?o : ?o",
        "?s p1 ?o : ?o",
        "s0 ?p ?o : ?p",
        "s0 p0 ?o : ?o",
        "?s ?p o0 : ?s",
        "?s p0 o0 : ?s",
        "?s p2 ?o : ?s"
      })
  void returnsTheSameBatchesWhicheverThreadReadsARange(String text) {
    Triple triple = pattern(text.split(" : ", -1)[0]);
    List<Var> read =
        List.of(text.split(" : ", -1)[1].split(" ", -1)).stream()
            .map(v -> Var.alloc(v.substring(1)))
            .toList();
    Map<List<Node>, Long> expected = expected(triple, read);
    assumeThat(expected).isNotEmpty();
    for (int seed = 0; seed < 2; seed++) {
      QueryRun run = new QueryRun(store.store(), ExecutionContext.create(store));
      Pattern pattern = new Pattern(run, triple);
      Weights weights = new Weights(run);
      BitSet columns = new BitSet();
      read.forEach(v -> columns.set(run.layout().column(v)));
      Demand demand = new Demand(columns, weights, false);
      PatternScan scan = PatternScan.of(run, pattern, null, demand, -1).orElseThrow();
      List<Batch> one = new ArrayList<>();
      QueryRows rows = scan.rows();
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        one.add(batch);
      }
      Map<List<Node>, Long> counts = new LinkedHashMap<>();
      for (Batch batch : one) {
        long[] numbers = weights.of(batch);
        for (int row = 0; row < batch.size; row++) {
          int r = row;
          List<Node> values =
              read.stream()
                  .map(v -> run.terms().node(batch.get(run.layout().column(v), r)))
                  .toList();
          counts.merge(values, numbers[row], Long::sum);
        }
      }
      assertThat(counts).isEqualTo(expected);
      PatternScan again = PatternScan.of(run, pattern, null, demand, -1).orElseThrow();
      assertThat(texts(divided(again, new Random(seed)))).isEqualTo(texts(one));
    }
  }

  private static List<String> texts(List<Batch> batches) {
    List<String> texts = new ArrayList<>();
    for (Batch batch : batches) {
      for (int c = 0; c < batch.width(); c++) {
        int[] ids = batch.column(c);
        texts.add(ids == null ? "" : Arrays.toString(Arrays.copyOf(ids, batch.size)));
      }
    }
    return texts;
  }

  /// Reads ranges with three instances of the scan.
  private static List<Batch> divided(PatternScan scan, Random random) {
    List<QueryRows> instances = new ArrayList<>();
    Batch[] range = new Batch[1];
    for (int i = 0; i < 3; i++) {
      instances.add(
          scan.operator()
              .apply(
                  () -> {
                    Batch next = range[0];
                    range[0] = null;
                    return next;
                  }));
    }
    List<Batch> all = new ArrayList<>();
    for (range[0] = scan.ranges().next(); range[0] != null; range[0] = scan.ranges().next()) {
      QueryRows instance = instances.get(random.nextInt(3));
      for (Batch batch = instance.next(); batch != null; batch = instance.next()) {
        all.add(batch);
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 63, 64, 65, 1000, 2500, 30_000})
  void skipsRowsWithoutReadingThem(long skipped) {
    QueryRun run = new QueryRun(store.store(), ExecutionContext.create(store));
    Pattern pattern = new Pattern(run, pattern("?s ?p ?o"));
    QueryRows all = PatternScan.of(run, pattern, null, null, -1).orElseThrow().rows();
    QueryRows rest = PatternScan.of(run, pattern, null, null, -1).orElseThrow().rows();
    assertThat(rest.skip(skipped)).isEqualTo(skipped);
    assertThat(ids(rest, 0)).isEqualTo(ids(all, (int) skipped));
  }

  private static List<Integer> ids(QueryRows rows, int from) {
    List<Integer> ids = new ArrayList<>();
    for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
      for (int row = 0; row < batch.size; row++) {
        ids.add(batch.get(2, row));
      }
    }
    return ids.subList(from, ids.size());
  }
}
