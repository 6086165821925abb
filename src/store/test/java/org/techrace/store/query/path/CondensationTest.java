package org.techrace.store.query.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.Stores;
import org.techrace.store.query.row.QueryRun;

/// Compares the nodes that are reached through components with those of a matrix.
final class CondensationTest {
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    store = Stores.empty(folder.resolve("store"));
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @RepeatedTest(60)
  void reachesTheSameAsAMatrix(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int nodes = 1 + random.nextInt(25);
    int edges = random.nextInt(2 * nodes);
    List<int[]> graph = new ArrayList<>();
    for (int i = 0; i < edges; i++) {
      graph.add(new int[] {random.nextInt(nodes), random.nextInt(nodes)});
    }
    check(nodes, graph, IntStream.range(0, nodes).filter(_ -> random.nextInt(3) > 0).toArray());
  }

  @Test
  void findsAComponentOfMostNodesWithoutRecursion() {
    int nodes = 300_000;
    int[] from = IntStream.range(0, nodes).toArray();
    int[] to =
        IntStream.range(0, nodes).map(n -> n < nodes - 3 ? (n + 1) % (nodes - 3) : 0).toArray();
    QueryRun run = new QueryRun(store.store(), ExecutionContext.create(store));
    int[] all = IntStream.range(0, nodes).toArray();
    Condensation ring = Condensation.of(run, Neighbours.of(run, nodes, from, to), all);
    assertThat(ring.count(0, true, false)).isEqualTo(nodes - 3);
    assertThat(ring.count(nodes - 1, true, false)).isEqualTo(nodes - 3);
    assertThat(ring.count(nodes - 1, true, true)).isEqualTo(nodes - 2);
    assertThat(ring.count(0, false, false)).isEqualTo(nodes);
    assertThat(ring.representative(17)).isEqualTo(ring.representative(0));
    assertThat(ring.representative(nodes - 1)).isEqualTo(nodes - 1);
  }

  private static void check(int nodes, List<int[]> edges, int[] returned) {
    boolean[][] reaches = closure(nodes, edges);
    QueryRun run = new QueryRun(store.store(), ExecutionContext.create(store));
    int[] from = edges.stream().mapToInt(edge -> edge[0]).toArray();
    int[] to = edges.stream().mapToInt(edge -> edge[1]).toArray();
    Condensation condensation = Condensation.of(run, Neighbours.of(run, nodes, from, to), returned);
    for (int node : returned) {
      int start = node;
      int same = condensation.representative(node);
      assertThat(same == node || (reaches[node][same] && reaches[same][node])).isTrue();
      for (boolean forward : new boolean[] {true, false}) {
        for (boolean zero : new boolean[] {true, false}) {
          Set<Integer> expected =
              IntStream.of(returned)
                  .filter(n -> forward ? reaches[start][n] : reaches[n][start])
                  .boxed()
                  .collect(Collectors.toSet());
          if (zero) {
            expected.add(node);
          }
          int[] reached = condensation.reached(node, forward, zero);
          assertThat(IntStream.of(reached).boxed().toList())
              .containsExactlyInAnyOrderElementsOf(expected);
          assertThat(condensation.count(node, forward, zero)).isEqualTo(expected.size());
        }
      }
    }
  }

  /// Returns the pairs that one or more edges connect (Warshall's algorithm).
  private static boolean[][] closure(int nodes, List<int[]> edges) {
    boolean[][] reaches = new boolean[nodes][nodes];
    edges.forEach(edge -> reaches[edge[0]][edge[1]] = true);
    for (int middle = 0; middle < nodes; middle++) {
      for (int from = 0; from < nodes; from++) {
        for (int to = 0; reaches[from][middle] && to < nodes; to++) {
          reaches[from][to] |= reaches[middle][to];
        }
      }
    }
    return reaches;
  }
}
