package org.techrace.store.query.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.path.P_Alt;
import org.apache.jena.sparql.path.P_Inverse;
import org.apache.jena.sparql.path.P_Link;
import org.apache.jena.sparql.path.P_NegPropSet;
import org.apache.jena.sparql.path.P_OneOrMore1;
import org.apache.jena.sparql.path.P_ReverseLink;
import org.apache.jena.sparql.path.P_Seq;
import org.apache.jena.sparql.path.P_ZeroOrMore1;
import org.apache.jena.sparql.path.P_ZeroOrOne;
import org.apache.jena.sparql.path.Path;
import org.techrace.store.Cursor;
import org.techrace.store.Order;
import org.techrace.store.Scope;
import org.techrace.store.Store;
import org.techrace.store.query.row.IntList;
import org.techrace.store.query.row.IntMap;
import org.techrace.store.query.row.QueryRun;

/// Evaluates property paths that test for a connection instead of counting connections: `*`, `+`
/// and `?` over any path of predicates. Each node is visited once. The nodes to visit are in a list
/// and not on the call stack, so a chain may have any length.
public final class PathSteps {
  private static final int ANY = -1;

  private final QueryRun run;
  private final Store store;
  private final Scope scope;
  private final Cursor pso;
  private final Cursor pos;
  private final Cursor spo;
  private final Cursor osp;

  /// A compiled path, with ids for its predicates.
  sealed interface Step {
    record Link(int predicate) implements Step {}

    record Inverse(Step step) implements Step {}

    record Sequence(Step first, Step second) implements Step {}

    record Either(Step one, Step other) implements Step {}

    /// One step along any predicate except the given ones; forwards, backwards, or both.
    record Not(Optional<Set<Integer>> forward, Optional<Set<Integer>> backward) implements Step {}

    /// Repeated steps.
    ///
    /// @param zero true if zero steps are allowed
    /// @param many true if more than one step is allowed
    record Reach(Step step, boolean zero, boolean many) implements Step {}
  }

  /// One step along a predicate, from subject to object or against that direction, between two
  /// positions of a path. A path begins and ends at position 0; the others are in its sequences.
  record DirectedLink(int predicate, boolean inverse, int from, int to) {}

  /// Receives the ends of an edge.
  interface EdgeVisitor {
    void visit(int subject, int object);
  }

  PathSteps(QueryRun run, Scope scope) {
    this.run = run;
    this.store = run.store();
    this.scope = scope;
    this.pso = store.permutation(Order.PSO).cursor();
    this.pos = store.permutation(Order.POS).cursor();
    this.spo = store.permutation(Order.SPO).cursor();
    this.osp = store.permutation(Order.OSP).cursor();
  }

  /// Returns true if a path can be evaluated here.
  public static boolean applies(Path path) {
    return switch (path) {
      case P_ZeroOrMore1 p -> isStep(p.getSubPath());
      case P_OneOrMore1 p -> isStep(p.getSubPath());
      case P_ZeroOrOne p -> isStep(p.getSubPath());
      default -> false;
    };
  }

  private static boolean isStep(Path path) {
    return switch (path) {
      case P_Link _, P_ReverseLink _, P_NegPropSet _ -> true;
      case P_Inverse p -> isStep(p.getSubPath());
      case P_Seq p -> isStep(p.getLeft()) && isStep(p.getRight());
      case P_Alt p -> isStep(p.getLeft()) && isStep(p.getRight());
      default -> applies(path);
    };
  }

  /// Compiles a path.
  Step compile(Path path) {
    return switch (path) {
      case P_Link p -> new Step.Link(store.id(p.getNode()));
      case P_ReverseLink p -> new Step.Inverse(new Step.Link(store.id(p.getNode())));
      case P_Inverse p -> new Step.Inverse(compile(p.getSubPath()));
      case P_Seq p -> new Step.Sequence(compile(p.getLeft()), compile(p.getRight()));
      case P_Alt p -> new Step.Either(compile(p.getLeft()), compile(p.getRight()));
      case P_NegPropSet p -> new Step.Not(ids(p.getFwdNodes()), ids(p.getBwdNodes()));
      case P_ZeroOrMore1 p -> new Step.Reach(compile(p.getSubPath()), true, true);
      case P_OneOrMore1 p -> new Step.Reach(compile(p.getSubPath()), false, true);
      case P_ZeroOrOne p -> new Step.Reach(compile(p.getSubPath()), true, false);
      default -> throw new IllegalArgumentException("not a path of steps: " + path);
    };
  }

  private Optional<Set<Integer>> ids(List<Node> predicates) {
    return predicates.isEmpty()
        ? Optional.empty()
        : Optional.of(predicates.stream().map(store::id).collect(Collectors.toSet()));
  }

  /// Returns the links that a step consists of: alternatives and sequences of predicates. Returns
  /// empty if it has other parts.
  static Optional<List<DirectedLink>> links(Step step) {
    List<DirectedLink> links = new ArrayList<>();
    int[] positions = {1};
    return addLinks(step, false, 0, 0, positions, links) ? Optional.of(links) : Optional.empty();
  }

  /// @param positions the number of positions so far
  private static boolean addLinks(
      Step step, boolean inverse, int from, int to, int[] positions, List<DirectedLink> links) {
    return switch (step) {
      case Step.Link(int predicate) -> {
        if (predicate != 0) {
          links.add(new DirectedLink(predicate, inverse, from, to));
        }
        yield true;
      }
      case Step.Inverse(Step inner) -> addLinks(inner, !inverse, from, to, positions, links);
      case Step.Either(Step one, Step other) ->
          addLinks(one, inverse, from, to, positions, links)
              && addLinks(other, inverse, from, to, positions, links);
      case Step.Sequence(Step first, Step second) -> {
        int middle = positions[0]++;
        yield addLinks(inverse ? second : first, inverse, from, middle, positions, links)
            && addLinks(inverse ? first : second, inverse, middle, to, positions, links);
      }
      case Step.Not _, Step.Reach _ -> false;
    };
  }

  /// Returns the number of triples with a predicate, in all graphs.
  long triples(int predicate) {
    long start = pso.seek(0, 1, predicate, 0, 0);
    return pso.end(start, 1, predicate, 0, 0) - start;
  }

  /// Passes the triples with a predicate to `target`, sorted by subject.
  void edges(int predicate, EdgeVisitor target) {
    long row = pso.seek(0, 1, predicate, 0, 0);
    long end = pso.end(row, 1, predicate, 0, 0);
    for (; row < end; row++) {
      run.checkAt((int) row);
      if (scope.has(pso.get(row, 3))) {
        target.visit(pso.get(row, 1), pso.get(row, 2));
      }
    }
  }

  /// Passes the nodes at the other end of a path to `target`, some possibly more than once.
  void walk(Step step, int node, boolean forward, IntConsumer target) {
    if (node <= 0 && !(step instanceof Step.Reach)) {
      return; // a term that the store does not contain has no triples
    }
    run.check();
    switch (step) {
      case Step.Link(int predicate) -> link(predicate, node, forward, target);
      case Step.Inverse(Step inner) -> walk(inner, node, !forward, target);
      case Step.Sequence(Step first, Step second) ->
          walk(
              forward ? first : second,
              node,
              forward,
              middle -> walk(forward ? second : first, middle, forward, target));
      case Step.Either(Step one, Step other) -> {
        walk(one, node, forward, target);
        walk(other, node, forward, target);
      }
      case Step.Not(Optional<Set<Integer>> ahead, Optional<Set<Integer>> back) -> {
        Optional<Set<Integer>> along = forward ? ahead : back;
        Optional<Set<Integer>> against = forward ? back : ahead;
        along.ifPresent(not -> others(spo, 1, 2, node, not, target));
        against.ifPresent(not -> others(osp, 2, 1, node, not, target));
      }
      case Step.Reach reach -> {
        IntMap seen = new IntMap(run);
        reach(reach, node, forward, seen, Integer.MAX_VALUE);
        for (int found : seen.keys()) {
          target.accept(found);
        }
      }
    }
  }

  /// Collects the distinct nodes that a path reaches from a node.
  ///
  /// @param limit the number of nodes at which the search stops
  /// @return true if these are all nodes
  boolean reach(Step.Reach reach, int node, boolean forward, IntMap seen, int limit) {
    IntList open = new IntList();
    if (reach.zero) {
      seen.add(node);
    }
    IntConsumer visit =
        n -> {
          if (seen.add(n)) {
            open.add(n);
          }
        };
    walk(reach.step, node, forward, visit);
    while (reach.many && open.size() > 0 && seen.size() < limit) {
      walk(reach.step, open.removeLast(), forward, visit);
    }
    return !reach.many || open.size() == 0;
  }

  private void link(int predicate, int node, boolean forward, IntConsumer target) {
    if (predicate == 0) {
      return;
    }
    Cursor cursor = forward ? pso : pos;
    long start = cursor.seek(0, 2, predicate, node, 0);
    long end = cursor.end(start, 2, predicate, node, 0);
    // The following steps may move the cursor, so the nodes are copied first. They are distinct, so
    // their number is not above that of all terms.
    int[] found = new int[Math.toIntExact(end - start)];
    int n = 0;
    for (long i = start; i < end; i++) {
      if (scope.has(cursor.get(i, 3))) {
        found[n++] = cursor.get(i, 2);
      }
    }
    for (int i = 0; i < n; i++) {
      target.accept(found[i]);
    }
  }

  private void others(
      Cursor cursor, int predicate, int other, int node, Set<Integer> not, IntConsumer target) {
    long start = cursor.seek(0, 1, node, 0, 0);
    long end = cursor.end(start, 1, node, 0, 0);
    IntList found = new IntList();
    for (long i = start; i < end; i++) {
      if (scope.has(cursor.get(i, 3)) && !not.contains(cursor.get(i, predicate))) {
        found.add(cursor.get(i, other));
      }
    }
    for (int i = 0; i < found.size(); i++) {
      target.accept(found.get(i));
    }
  }

  /// Returns an upper bound of the number of nodes at which a path can start or end.
  ///
  /// @param atSubject true for the start
  double countStarts(Step step, boolean atSubject) {
    return switch (step) {
      case Step.Link(int predicate) when predicate == 0 -> 0;
      case Step.Link(int predicate) ->
          atSubject ? store.subjects(predicate) : store.objects(predicate);
      case Step.Inverse(Step inner) -> countStarts(inner, !atSubject);
      case Step.Sequence(Step first, Step second) ->
          countStarts(atSubject ? first : second, atSubject);
      case Step.Either(Step one, Step other) ->
          countStarts(one, atSubject) + countStarts(other, atSubject);
      case Step.Reach(Step inner, boolean zero, boolean _) when !zero ->
          countStarts(inner, atSubject);
      case Step.Not _, Step.Reach _ -> (double) store.subjects(0) + store.objects(0);
    };
  }

  /// Returns some of the nodes at which a path of at least one step starts or ends.
  ///
  /// @param most the maximum number of nodes
  int[] someStarts(Step step, boolean atSubject, int most) {
    return switch (step) {
      case Step.Link(int predicate) when predicate == 0 -> new int[0];
      case Step.Link(int predicate) -> {
        Cursor cursor = atSubject ? pso : pos;
        long first = cursor.seek(0, 1, predicate, 0, 0);
        yield spread(cursor, first, cursor.end(first, 1, predicate, 0, 0), 1, most);
      }
      case Step.Inverse(Step inner) -> someStarts(inner, !atSubject, most);
      case Step.Sequence(Step first, Step second) ->
          someStarts(atSubject ? first : second, atSubject, most);
      case Step.Either(Step one, Step _) -> someStarts(one, atSubject, most);
      case Step.Reach(Step inner, boolean _, boolean _) -> someStarts(inner, atSubject, most);
      case Step.Not _ -> spread(atSubject ? spo : osp, 0, spo.size(), 0, most);
    };
  }

  /// Returns the values of a column in rows at equal distances.
  private static int[] spread(Cursor cursor, long first, long end, int column, int most) {
    int[] nodes = new int[(int) Math.min(most, end - first)];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = cursor.get(first + i * (end - first) / nodes.length, column);
    }
    return nodes;
  }

  /// Receives a node with the graph set of a triple that it is in.
  interface NodeVisitor {
    void visit(int node, int graphSet);
  }

  /// Returns nodes of the graph that include all nodes at which a path can start or end.
  ///
  /// @param atSubject true for the start
  int[] starts(Step step, boolean atSubject) {
    IntMap nodes = new IntMap(run);
    starts(step, atSubject, true, (node, _) -> nodes.add(node));
    return nodes.keys();
  }

  /// Passes nodes that include all nodes at which a path can start or end to `target`.
  ///
  /// @param forward true for the start
  /// @param once true if one triple of a node is enough
  void starts(Step step, boolean forward, boolean once, NodeVisitor target) {
    switch (step) {
      case Step.Link(int predicate) -> ends(forward ? pso : pos, predicate, once, target);
      case Step.Inverse(Step inner) -> starts(inner, !forward, once, target);
      case Step.Sequence(Step first, Step second) ->
          starts(forward ? first : second, forward, once, target);
      case Step.Either(Step one, Step other) -> {
        starts(one, forward, once, target);
        starts(other, forward, once, target);
      }
      case Step.Reach(Step inner, boolean zero, boolean _) when !zero ->
          starts(inner, forward, once, target);
      case Step.Not _, Step.Reach _ -> {
        ends(spo, ANY, once, target);
        ends(osp, ANY, once, target);
      }
    }
  }

  /// Passes on the values of the first column of a permutation, or of its second if a predicate is
  /// given.
  private void ends(Cursor cursor, int predicate, boolean once, NodeVisitor target) {
    int columns = predicate == ANY ? 1 : 2;
    long row = columns == 1 ? 0 : cursor.seek(0, 1, predicate, 0, 0);
    long last = columns == 1 ? cursor.size() : cursor.end(row, 1, predicate, 0, 0);
    while (row < last) {
      run.check();
      int node = cursor.get(row, columns - 1);
      long next =
          once ? cursor.end(row, columns, columns == 1 ? node : predicate, node, 0) : row + 1;
      while (row < next && !scope.has(cursor.get(row, 3))) {
        row++;
      }
      if (row < next) {
        target.visit(node, cursor.get(row, 3));
      }
      row = next;
    }
  }

  /// Returns true if a term is a subject or an object in the graph.
  boolean isNode(int id) {
    for (Cursor cursor : new Cursor[] {spo, osp}) {
      long row = id <= 0 ? 0 : cursor.seek(0, 1, id, 0, 0);
      long end = id <= 0 ? 0 : cursor.end(row, 1, id, 0, 0);
      for (; row < end; row++) {
        if (scope.has(cursor.get(row, 3))) {
          return true;
        }
      }
    }
    return false;
  }
}
