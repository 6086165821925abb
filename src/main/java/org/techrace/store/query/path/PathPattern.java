package org.techrace.store.query.path;

import java.util.HashMap;
import java.util.Map;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
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

  private final QueryRun run;
  private final PathSteps steps;
  private final PathSteps.Step.Reach path;
  private final End subject;
  private final End object;
  private final Map<Integer, IntMap> ahead = new HashMap<>();
  private final Map<Integer, IntMap> back = new HashMap<>();
  private int remembered;

  /// One end of the path: a variable's column, or a term.
  private record End(int column, int id) {
    static End of(Node node, QueryRun run) {
      return Var.isVar(node)
          ? new End(run.layout().column(Var.alloc(node)), Batch.UNBOUND)
          : new End(TERM, run.terms().canonical(run.terms().id(node)));
    }
  }

  /// Compiles a path.
  ///
  /// @param path a path that [PathSteps#applies] accepts
  public PathPattern(QueryRun run, TriplePath path, Scope scope) {
    this.run = run;
    this.steps = new PathSteps(run, scope);
    this.path = (PathSteps.Step.Reach) steps.compile(path.getPath());
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
    IntMap known = (atSubject ? ahead : back).get(node);
    if (known != null) {
      return Math.min(limit, known.size());
    }
    IntMap found = new IntMap(run);
    if (steps.reach(path, node, atSubject, found, limit)) {
      remember(node, atSubject, found);
    }
    return Math.min(limit, found.size());
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
  /// @param fromObject true to search from the object backwards
  public boolean connects(int from, int to, boolean fromObject) {
    return fromObject ? reached(to, false).contains(from) : reached(from, true).contains(to);
  }

  /// Returns the nodes at the other ends of a path from a node.
  ///
  /// @param atSubject true if the node is the subject
  IntMap reached(int node, boolean atSubject) {
    IntMap known = (atSubject ? ahead : back).get(node);
    if (known != null) {
      return known;
    }
    IntMap found = new IntMap(run);
    steps.reach(path, node, atSubject, found, Integer.MAX_VALUE);
    remember(node, atSubject, found);
    return found;
  }

  private void remember(int node, boolean atSubject, IntMap found) {
    remembered += 1 + found.size();
    if (remembered > MOST_REMEMBERED) {
      ahead.clear();
      back.clear();
      remembered = 1 + found.size();
    }
    (atSubject ? ahead : back).put(node, found);
  }

  /// Returns nodes that include all nodes at which the path can start.
  int[] startNodes() {
    return steps.starts(path);
  }

  /// Returns true if a path of zero steps connects a node with itself.
  boolean hasZeroLength() {
    return path.zero();
  }

  /// Returns true if a term is a subject or an object of the graph.
  boolean isNode(int id) {
    return steps.isNode(id);
  }
}
