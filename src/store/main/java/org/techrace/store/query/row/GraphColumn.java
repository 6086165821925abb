package org.techrace.store.query.row;

import java.util.Arrays;
import java.util.BitSet;

/// The variable of `GRAPH ?g`: each match of a pattern is returned once for each of the graphs that
/// contain its triple.
public final class GraphColumn {
  /// The column of the variable.
  private final int column;

  private final int[] names;

  /// The graphs of each graph set of the store that the query may name.
  private final int[][] graphs;

  /// Creates a column.
  ///
  /// @param named the ids of the graphs that the query may name
  public GraphColumn(QueryRun run, int column, BitSet named) {
    this.column = column;
    this.names = named.stream().toArray();
    this.graphs =
        run.store().graphSets().stream()
            .map(set -> Arrays.stream(set).filter(named::get).toArray())
            .toArray(int[][]::new);
  }

  /// Returns the column of the variable.
  public int column() {
    return column;
  }

  /// Returns the ids of the graphs that the query may name.
  public int[] names() {
    return names.clone();
  }

  /// Returns true if the query may name a graph.
  public boolean has(int name) {
    return Arrays.binarySearch(names, name) >= 0;
  }

  /// Returns the graphs of a graph set.
  public int[] graphs(int set) {
    return graphs[set];
  }
}
