package org.techrace.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.jena.graph.Node;
import org.apache.jena.sys.JenaSystem;

/// A sealed store, opened for reading: a dictionary of terms and four sorted [Permutation]s of the
/// triples. Opening maps the files and verifies their indexes, which takes the same time for any
/// size. Nothing is written, so the folder may be read-only and several processes may share it.
///
/// {@snippet file="org/techrace/store/StoreExampleTest.java" region="open"}
///
/// Safe for use by several threads. After [#close] reading terms or rows throws
/// `IllegalStateException`.
public final class Store implements AutoCloseable {
  static {
    // Programs may call this class first, and Jena's vocabularies need an initialized Jena.
    JenaSystem.init();
  }

  static final String SUMMARY = "summary";

  /// The id of the default graph in a graph set.
  public static final int DEFAULT_GRAPH = 0;

  private final Arena arena = Arena.ofShared();
  private final Summary summary;
  private final Dictionary dictionary;
  private final Optional<TrigramIndex> trigrams;
  private final RecentIds recent;

  /// The scopes of graphs that have been used.
  private final Map<Integer, Scope> scopes = new ConcurrentHashMap<>();

  /// Objects that queries have derived from the store, by class.
  private final Map<Class<?>, Object> derived = new ConcurrentHashMap<>();

  private final Map<Order, Permutation> permutations = new EnumMap<>(Order.class);

  private Store(Path folder) throws IOException {
    try {
      this.summary = Summary.read(folder.resolve(SUMMARY));
      this.dictionary = new Dictionary(folder, arena, summary);
      this.recent = new RecentIds(dictionary);
      Dictionary.IdRange triples = dictionary.range(Section.TRIPLE);
      this.trigrams =
          Files.exists(folder.resolve(TrigramIndex.FILE))
              ? Optional.of(new TrigramIndex(folder, arena, triples))
              : Optional.empty();
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
  /// @param folder a folder written by [StoreWriter]
  /// @throws DamagedStoreException if an index does not match its checksum; a damaged block is
  ///   reported when it is first read
  /// @throws IOException if a file is missing or cannot be read
  public static Store open(Path folder) throws IOException {
    return new Store(folder);
  }

  /// Returns the terms of the store.
  public Dictionary dictionary() {
    return dictionary;
  }

  /// Returns the index of parts of texts, if the store has one.
  public Optional<TrigramIndex> trigrams() {
    return trigrams;
  }

  /// Returns the triples of the store, sorted in the given order.
  public Permutation permutation(Order order) {
    return Objects.requireNonNull(permutations.get(order));
  }

  /// Returns the number of distinct triples.
  public long triples() {
    return permutation(Order.SPO).size();
  }

  /// Returns the number of quads; a triple in two graphs counts twice.
  public long quads() {
    return summary.quads();
  }

  /// Returns the number of distinct subjects of the triples with a predicate, or of all triples.
  ///
  /// @param predicate the id of the predicate, or 0 for all triples
  public int subjects(int predicate) {
    if (predicate == 0) {
      return summary.subjects();
    }
    Summary.Predicate p = summary.predicates().get(predicate);
    return p == null ? 0 : p.subjects();
  }

  /// Returns the number of distinct objects of the triples with a predicate, or of all triples.
  ///
  /// @param predicate the id of the predicate, or 0 for all triples
  public int objects(int predicate) {
    if (predicate == 0) {
      return summary.objects();
    }
    Summary.Predicate p = summary.predicates().get(predicate);
    return p == null ? 0 : p.objects();
  }

  /// Returns the number of distinct predicates.
  public int predicates() {
    return summary.predicates().size();
  }

  /// Returns the graph sets, each a sorted array of graph ids. The graph set of a row is an index
  /// in this list.
  public List<int[]> graphSets() {
    return summary.graphSets();
  }

  /// Returns the ids of the names of all named graphs, in ascending order.
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

  /// Returns the scope of one graph.
  ///
  /// @param graph the id of its name, or [#DEFAULT_GRAPH]
  public Scope graph(int graph) {
    Scope known = scopes.get(graph);
    if (known != null) {
      return known;
    }
    Scope scope = Scope.of(graphSets(), set -> Arrays.binarySearch(set, graph) >= 0);
    if (!scope.isEmpty()) {
      scopes.put(graph, scope);
    }
    return scope;
  }

  /// Returns the scope of the union of some graphs, in which each triple occurs once.
  ///
  /// @param graphs the ids of their names
  public Scope graphs(Set<Integer> graphs) {
    return Scope.of(graphSets(), set -> Arrays.stream(set).anyMatch(graphs::contains));
  }

  /// Returns the scope of the union of all named graphs, in which each triple occurs once.
  public Scope union() {
    return Scope.of(graphSets(), set -> set[set.length - 1] != DEFAULT_GRAPH);
  }

  /// Returns the id of a term, or 0 if the store does not contain it.
  public int id(Node term) {
    return recent.id(term);
  }

  /// Returns an object that belongs to the store as long as it is open, such as an index that
  /// queries fill when they need it.
  ///
  /// @param create creates it when it is asked for the first time; must return quickly
  public <T> T derived(Class<T> type, Supplier<T> create) {
    return type.cast(derived.computeIfAbsent(type, _ -> create.get()));
  }

  /// Reads and verifies every block of every file.
  ///
  /// @throws DamagedStoreException for the first block that does not match its checksum
  public void verify() {
    dictionary.verifyAll();
    trigrams.ifPresent(TrigramIndex::verifyAll);
    permutations.values().forEach(p -> p.file.verifyAll());
  }

  /// Closes the files, when no thread is verifying a block any more. Does nothing if they are
  /// closed already.
  @Override
  public void close() {
    while (arena.scope().isAlive()) {
      try {
        arena.close();
      } catch (IllegalStateException e) {
        // The checksum of a block is being computed, which holds the files for microseconds; or
        // another thread has closed them meanwhile.
        Thread.onSpinWait();
      }
    }
  }
}
