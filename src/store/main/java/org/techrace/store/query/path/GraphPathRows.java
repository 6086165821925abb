package org.techrace.store.query.path;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.FlatMappedRows;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.IntList;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Joins rows with a path of [GraphPaths], one graph after the other.
final class GraphPathRows extends FlatMappedRows {
  private final GraphPaths paths;
  private final GraphColumn graph;
  private final @Nullable Demand demand;

  /// The graphs that rows of the batch are still to be joined in.
  private Iterator<Integer> left = Collections.emptyIterator();

  /// The numbers of the rows for each graph; empty if all rows are joined in all graphs.
  private Map<Integer, IntList> rows = Map.of();

  private int current;
  private QueryRows joined = QueryRows.none();

  GraphPathRows(
      QueryRun run, QueryRows input, GraphPaths paths, GraphColumn graph, @Nullable Demand demand) {
    super(run, input);
    this.paths = paths;
    this.graph = graph;
    this.demand = demand;
  }

  @Override
  protected Batch begin(Batch batch) {
    int[] named = batch.column(graph.column());
    if (named == null) {
      left = IntStream.of(graph.names()).iterator();
      return batch;
    }
    int[] wanted = run.terms().canonical(named, batch.size);
    rows = new LinkedHashMap<>();
    for (int row = 0; row < batch.size; row++) {
      int[] names = wanted[row] == Batch.UNBOUND ? graph.names() : new int[] {wanted[row]};
      for (int name : names) {
        rows.computeIfAbsent(name, _ -> new IntList()).add(row);
      }
    }
    rows.keySet().removeIf(name -> !graph.has(name));
    left = rows.keySet().iterator();
    return batch;
  }

  @Override
  protected @Nullable Batch next(Batch batch) {
    while (true) {
      run.check();
      Batch found = joined.next();
      if (found != null) {
        int[] names = new int[found.size];
        Arrays.fill(names, current);
        return found.with(graph.column(), names);
      }
      joined.close();
      joined = QueryRows.none();
      if (!left.hasNext()) {
        rows = Map.of();
        return null;
      }
      current = left.next();
      IntList some = rows.get(current);
      Batch given = some == null ? batch : batch.pick(some.toArray(), some.size());
      joined = new PathRows(run, QueryRows.of(given), paths.in(current), demand);
    }
  }

  @Override
  public void close() {
    joined.close();
    super.close();
  }
}
