package org.techrace.store.query.path;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.techrace.store.query.row.QueryRun;

/// A graph with each of its strongly connected components as one node. The nodes of a component
/// reach each other, so they reach the same nodes, and one search is enough for all of them. Not
/// thread-safe.
final class Condensation {
  /// The component of each node.
  private final int[] components;

  /// The nodes of component `c` that are returned, from `offsets[c]` to `offsets[c + 1]`.
  private final Neighbours members;

  /// True for components whose nodes reach themselves.
  private final boolean[] cyclic;

  /// The edges between different components.
  private final Edges edges;

  private final GraphSearch search;

  private Condensation(
      QueryRun run, int[] components, Neighbours members, boolean[] cyclic, Edges edges) {
    this.components = components;
    this.members = members;
    this.cyclic = cyclic;
    this.edges = edges;
    this.search = new GraphSearch(run, cyclic.length);
  }

  /// Finds the components of a graph.
  ///
  /// @param returned the nodes that searches return and start from
  static Condensation of(QueryRun run, Neighbours graph, int[] returned) {
    int nodes = graph.offsets().length - 1;
    int[] components = new int[nodes];
    int n = components(run, graph, components);
    boolean[] cyclic = new boolean[n];
    int[] from = new int[graph.targets().length];
    int[] to = new int[graph.targets().length];
    int edges = 0;
    for (int node = 0; node < nodes; node++) {
      run.checkAt(node);
      for (int i = graph.offsets()[node]; i < graph.offsets()[node + 1]; i++) {
        int start = components[node];
        int end = components[graph.targets()[i]];
        if (start == end) {
          cyclic[start] = true;
        } else {
          from[edges] = start;
          to[edges++] = end;
        }
      }
    }
    int[] owners = IntStream.of(returned).map(node -> components[node]).toArray();
    return new Condensation(
        run,
        components,
        Neighbours.of(run, n, owners, returned),
        cyclic,
        new Edges(run, n, Arrays.copyOf(from, edges), Arrays.copyOf(to, edges)));
  }

  /// Numbers the strongly connected components of a graph (Tarjan's algorithm, without recursion).
  ///
  /// @param components gets the component of each node
  /// @return the number of components
  private static int components(QueryRun run, Neighbours graph, int[] components) {
    int nodes = components.length;
    int[] order = new int[nodes]; // when a node was found first, from 1
    int[] low = new int[nodes]; // the earliest node of its component that it is known to reach
    int[] next = Arrays.copyOf(graph.offsets(), nodes); // the edge to follow next
    int[] path = new int[nodes]; // from a root to the current node
    int[] open = new int[nodes]; // the nodes without component
    int found = 0;
    int opened = 0;
    int count = 0;
    Arrays.fill(components, -1);
    for (int root = 0; root < nodes; root++) {
      int length = 0;
      if (order[root] == 0) {
        path[length++] = root;
        open[opened++] = root;
        order[root] = ++found;
        low[root] = found;
      }
      while (length > 0) {
        int node = path[length - 1];
        if (next[node] < graph.offsets()[node + 1]) {
          int target = graph.targets()[next[node]++];
          if (order[target] == 0) {
            run.checkAt(found);
            path[length++] = target;
            open[opened++] = target;
            order[target] = ++found;
            low[target] = found;
          } else if (components[target] < 0) {
            low[node] = Math.min(low[node], order[target]);
          }
          continue;
        }
        length--;
        if (length > 0) {
          int before = path[length - 1];
          low[before] = Math.min(low[before], low[node]);
        }
        if (low[node] == order[node]) {
          do {
            components[open[--opened]] = count;
          } while (open[opened] != node);
          count++;
        }
      }
    }
    return count;
  }

  /// Returns one of the returned nodes in the component of such a node, the same for all of these.
  int representative(int node) {
    return members.targets()[members.offsets()[components[node]]];
  }

  /// Returns the nodes that one or more edges reach from a node.
  ///
  /// @param zero true if the node itself is reached in any case
  int[] reached(int node, boolean forward, boolean zero) {
    int n = search(node, forward, zero);
    int[] nodes = new int[size(n)];
    int at = 0;
    for (int i = 0; i < n; i++) {
      int first = members.offsets()[search.found(i)];
      int size = members.offsets()[search.found(i) + 1] - first;
      System.arraycopy(members.targets(), first, nodes, at, size);
      at += size;
    }
    return nodes;
  }

  /// Returns the number of nodes that one or more edges reach from a node.
  ///
  /// @param zero true if the node itself is reached in any case
  int count(int node, boolean forward, boolean zero) {
    return size(search(node, forward, zero));
  }

  private int search(int node, boolean forward, boolean zero) {
    int component = components[node];
    return search.reach(component, edges.neighbours(forward), zero || cyclic[component], true);
  }

  /// Returns the number of nodes of the components that the last search has found.
  private int size(int n) {
    int size = 0;
    for (int i = 0; i < n; i++) {
      int component = search.found(i);
      size += members.offsets()[component + 1] - members.offsets()[component];
    }
    return size;
  }
}
