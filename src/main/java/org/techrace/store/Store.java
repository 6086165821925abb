package org.techrace.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.jena.graph.Node;

/// A sealed store, opened to read. Opening maps the files and verifies their indexes, whatever
/// their size; nothing is written, so the folder may be read-only and several processes may share
/// it.
///
/// Safe for use by several threads. After [#close] every use throws `IllegalStateException`.
public final class Store implements AutoCloseable {
  static final String TERMS = "terms";
  static final String SUMMARY = "summary";

  /// The id that stands for the default graph in a graph set.
  public static final int DEFAULT_GRAPH = 0;

  private final Arena arena = Arena.ofShared();
  private final Summary summary;
  private final Dictionary dictionary;
  private final RecentIds recent;
  private final Map<Order, Permutation> permutations = new EnumMap<>(Order.class);

  private Store(Path folder) throws IOException {
    try {
      this.summary = Summary.read(folder.resolve(SUMMARY));
      this.dictionary = new Dictionary(folder, arena, summary);
      this.recent = new RecentIds(dictionary);
      for (Order order : Order.values()) {
        permutations.put(order, new Permutation(folder, order, arena));
      }
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /// Opens a store.
  ///
  /// @param folder what [StoreWriter] left
  /// @throws DamagedStoreException if an index is not as written; a damaged block is found when it
  ///   is first read
  public static Store open(Path folder) throws IOException {
    return new Store(folder);
  }

  public Dictionary dictionary() {
    return dictionary;
  }

  public Permutation permutation(Order order) {
    return Objects.requireNonNull(permutations.get(order));
  }

  /// How many different triples there are.
  public int triples() {
    return permutation(Order.SPO).size();
  }

  /// How many quads there are: a triple in two graphs counts twice.
  public long quads() {
    return summary.quads();
  }

  /// How many different subjects the triples with a predicate have, or all triples for id 0.
  public int subjects(int predicate) {
    Summary.Predicate p = summary.predicates().get(predicate);
    return predicate == 0 ? summary.subjects() : p == null ? 0 : p.subjects();
  }

  /// How many different objects the triples with a predicate have, or all triples for id 0.
  public int objects(int predicate) {
    Summary.Predicate p = summary.predicates().get(predicate);
    return predicate == 0 ? summary.objects() : p == null ? 0 : p.objects();
  }

  /// How many different predicates there are.
  public int predicates() {
    return summary.predicates().size();
  }

  /// The graph sets: graph ids, sorted; a row's graph set is an index in this list.
  public List<int[]> graphSets() {
    return summary.graphSets();
  }

  /// The ids of the names of all named graphs, ascending.
  public int[] namedGraphs() {
    TreeSet<Integer> graphs = new TreeSet<>();
    for (int[] set : graphSets()) {
      for (int g : set) {
        if (g != DEFAULT_GRAPH) {
          graphs.add(g);
        }
      }
    }
    return graphs.stream().mapToInt(Integer::intValue).toArray();
  }

  /// The triples of one graph.
  ///
  /// @param graph the id of its name, or [#DEFAULT_GRAPH]
  public Scope graph(int graph) {
    return Scope.of(graphSets(), set -> Arrays.binarySearch(set, graph) >= 0);
  }

  /// The triples of some graphs together, each once.
  ///
  /// @param graphs the ids of their names
  public Scope graphs(Set<Integer> graphs) {
    return Scope.of(graphSets(), set -> Arrays.stream(set).anyMatch(graphs::contains));
  }

  /// The triples of all named graphs together, each once.
  public Scope union() {
    return Scope.of(graphSets(), set -> set[set.length - 1] != DEFAULT_GRAPH);
  }

  /// The id of a term, or 0 if the store does not hold it.
  public int id(Node term) {
    return recent.id(term);
  }

  /// Reads and verifies every block.
  ///
  /// @throws DamagedStoreException for the first that is not as written
  public void verify() {
    dictionary.verifyAll();
    permutations.values().forEach(p -> p.file.verifyAll());
  }

  @Override
  public void close() {
    arena.close();
  }
}
