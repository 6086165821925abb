package org.techrace.store.query.path;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.IntMap;
import org.techrace.store.query.row.QueryRun;

/// A path of [PathSteps] between two ends, in ids. The nodes that a node reaches are cached for the
/// whole query.
public final class PathPattern {
  /// The column of an end that is a term.
  public static final int TERM = -1;

  /// The maximum number of cached nodes.
  private static final int MOST_REMEMBERED = 1 << 22;

  /// The number of nodes that a search from two ends visits first from each end, and how many times
  /// as many it visits next.
  private static final int FIRST_NODES = 64;

  private static final int MORE_NODES = 4;

  /// The number of edges that are read in the time of one step in the index, approximately.
  private static final int EDGES_PER_STEP = 4;

  /// The maximum number of edges in a [StepGraph]. Each takes at most 32 bytes, and each node about
  /// 80.
  private static final int MOST_EDGES = 1 << 22;

  private final QueryRun run;
  private final PathSteps steps;
  private final PathSteps.Step.Reach path;
  private final Starts starts;
  private final End subject;
  private final End object;
  private final Map<Integer, Reached> ahead = new HashMap<>();
  private final Map<Integer, Reached> back = new HashMap<>();
  private int remembered;

  /// The links of the step if it may become a graph in memory, else empty.
  private final List<PathSteps.DirectedLink> links;

  /// True if some of them are in a sequence.
  private final boolean hasSequence;

  /// The number of edges of these links; -1 if it has not been counted.
  private long edges = -1;

  private @Nullable StepGraph graph;

  /// The number of nodes that were found in the index.
  private long stepsInIndex;

  /// One end of the path: a variable's column, or a term.
  private record End(int column, int id) {
    static End of(Node node, QueryRun run) {
      return Var.isVar(node)
          ? new End(run.layout().column(Var.alloc(node)), Batch.UNBOUND)
          : new End(TERM, run.terms().canonical(run.terms().id(node)));
    }
  }

  /// Returns nodes that include all nodes at which a path can start or end.
  interface Starts {
    /// Returns the nodes at one end.
    ///
    /// @param atSubject true for the start
    int[] of(boolean atSubject);
  }

  /// Compiles a path.
  ///
  /// @param path a path that [PathSteps#applies] accepts
  public PathPattern(QueryRun run, TriplePath path, Scope scope) {
    this(run, path, scope, null);
  }

  /// @param starts returns the nodes in the scope, or null to search them there
  PathPattern(QueryRun run, TriplePath path, Scope scope, @Nullable Starts starts) {
    this.run = run;
    this.steps = new PathSteps(run, scope);
    this.path = (PathSteps.Step.Reach) steps.compile(path.getPath());
    this.starts = starts == null ? atSubject -> steps.starts(this.path, atSubject) : starts;
    List<PathSteps.DirectedLink> all = PathSteps.links(this.path.step()).orElse(List.of());
    this.hasSequence = all.stream().anyMatch(link -> link.from() != 0 || link.to() != 0);
    // A search in the graph either follows one edge, or any number of them.
    this.links = hasSequence && !this.path.many() ? List.of() : all;
    this.subject = End.of(path.getSubject(), run);
    this.object = End.of(path.getObject(), run);
  }

  /// Returns the column of an end, or [#TERM].
  public int column(boolean atSubject) {
    return atSubject ? subject.column : object.column;
  }

  /// Returns the term of an end, if it is not a variable.
  public int id(boolean atSubject) {
    return atSubject ? subject.id : object.id;
  }

  /// Returns an estimate of the number of nodes that a walk from a node reaches.
  ///
  /// @param atSubject true if the node is the subject
  /// @param limit the number of nodes at which counting stops
  /// @return the number of nodes, or `limit` if there are at least as many
  public int reachedUpTo(int node, boolean atSubject, int limit) {
    Reached known = (atSubject ? ahead : back).get(node);
    if (known != null) {
      return Math.min(limit, known.size());
    }
    IntMap found = new IntMap(run);
    boolean all = steps.reach(path, node, atSubject, found, limit);
    stepsInIndex += 1 + found.size();
    if (all) {
      var _ = remember(node, atSubject, new Reached(run, found.keys()));
    }
    return Math.min(limit, found.size());
  }

  /// Searches from both ends, which are terms, until all nodes that one of them reaches are found.
  ///
  /// @param limit the number of nodes at which counting stops
  /// @return the number of nodes, or `limit` if both reach at least as many
  public int smallerClosure(int limit) {
    int most = Math.min(limit, FIRST_NODES);
    while (true) {
      for (boolean atSubject : new boolean[] {true, false}) {
        int nodes = reachedUpTo(id(atSubject), atSubject, most);
        if (nodes < most) {
          return nodes;
        }
      }
      if (most == limit) {
        return limit;
      }
      most = Math.min(limit, MORE_NODES * most);
    }
  }

  /// Returns an upper bound of the number of nodes at which the path can start.
  public double starts() {
    return steps.countStarts(path, true);
  }

  /// Returns some of the nodes at which the path can start or end.
  ///
  /// @param most the maximum number of nodes
  public int[] someStarts(boolean atSubject, int most) {
    return steps.someStarts(path, atSubject, most);
  }

  /// Returns true if the path leads from one node to the other.
  ///
  /// @param fromObject true to search from the object backwards, unless the nodes that are reached
  ///   from the subject are known
  public boolean connects(int from, int to, boolean fromObject) {
    Reached known = ahead.get(from);
    if (known != null) {
      return known.contains(to);
    }
    return (fromObject || back.containsKey(to))
        ? reached(to, false).contains(from)
        : reached(from, true).contains(to);
  }

  /// Returns the nodes at the other ends of a path from a node.
  ///
  /// @param atSubject true if the node is the subject
  Reached reached(int node, boolean atSubject) {
    Reached known = (atSubject ? ahead : back).get(node);
    if (known != null) {
      return known;
    }
    StepGraph inMemory = graph();
    if (inMemory != null) {
      int same = inMemory.representative(node, path);
      Reached shared = (atSubject ? ahead : back).get(same);
      return shared != null
          ? shared
          : remember(same, atSubject, new Reached(run, inMemory.reached(node, path, atSubject)));
    }
    IntMap inIndex = new IntMap(run);
    steps.reach(path, node, atSubject, inIndex, Integer.MAX_VALUE);
    stepsInIndex += 1 + inIndex.size();
    return remember(node, atSubject, new Reached(run, inIndex.keys()));
  }

  /// Returns the nodes at the other ends of a path from a node, in no particular order. The caller
  /// must not change the array.
  ///
  /// @param atSubject true if the node is the subject
  public int[] nodes(int node, boolean atSubject) {
    return reached(node, atSubject).ids();
  }

  /// Returns the number of nodes at the other ends of a path from a node.
  ///
  /// @param atSubject true if the node is the subject
  int count(int node, boolean atSubject) {
    Reached known = (atSubject ? ahead : back).get(node);
    if (known != null) {
      return known.size();
    }
    StepGraph inMemory = graph();
    return inMemory != null
        ? inMemory.count(node, path, atSubject)
        : reached(node, atSubject).size();
  }

  /// Returns true if a path from a node reaches any node.
  ///
  /// @param atSubject true if the node is the subject
  boolean leads(int node, boolean atSubject) {
    Reached known = (atSubject ? ahead : back).get(node);
    if (known != null) {
      return known.size() > 0;
    }
    StepGraph inMemory = graph();
    return (inMemory != null && !hasSequence)
        ? inMemory.leads(node, path, atSubject)
        : reachedUpTo(node, atSubject, 1) > 0;
  }

  /// Returns the edges in memory, or null as long as searching in the index has probably cost less
  /// than reading them.
  private @Nullable StepGraph graph() {
    if (graph == null && !links.isEmpty() && stepsInIndex > 0) {
      if (edges < 0) {
        edges = links.stream().mapToLong(link -> steps.triples(link.predicate())).sum();
      }
      if (edges <= MOST_EDGES && stepsInIndex * EDGES_PER_STEP > edges) {
        graph = StepGraph.of(run, steps, links);
      }
    }
    return graph;
  }

  /// Passes the nodes at which the path can start or end to `target`, once for each of their
  /// triples.
  ///
  /// @param atSubject true for the start
  void eachStart(boolean atSubject, PathSteps.NodeVisitor target) {
    steps.starts(path, atSubject, false, target);
  }

  /// Returns the number of nodes that are cached.
  int remembered() {
    return remembered;
  }

  private Reached remember(int node, boolean atSubject, Reached found) {
    remembered += 1 + found.size();
    if (remembered > MOST_REMEMBERED) {
      ahead.clear();
      back.clear();
      remembered = 1 + found.size();
    }
    (atSubject ? ahead : back).put(node, found);
    return found;
  }

  /// Returns nodes that include all nodes at which the path can start or end.
  ///
  /// @param atSubject true for the start
  int[] startNodes(boolean atSubject) {
    int[] nodes = starts.of(atSubject);
    stepsInIndex += nodes.length; // all of them will be searched from
    return nodes;
  }

  /// Returns true if a path of zero steps connects a node with itself.
  boolean hasZeroLength() {
    return path.zero();
  }

  /// Returns true if a term is a subject or an object of the graph.
  boolean isNode(int id) {
    return (graph != null && graph.contains(id)) || steps.isNode(id);
  }
}
