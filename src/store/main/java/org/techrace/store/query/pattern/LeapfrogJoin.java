package org.techrace.store.query.pattern;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.FlatMappedRows;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Joins each row with the values of one variable that several patterns have in common. The rows
/// bind the other variables of the patterns, so the matches of each pattern are sorted by this one,
/// and are intersected without creating a row for each of them ([Leapfrog]).
public final class LeapfrogJoin extends FlatMappedRows {
  private final List<Pattern> patterns;
  private final int column;
  private final Scope scope;
  private final @Nullable GraphColumn graph;
  private final @Nullable Demand demand;
  private QueryRows current = QueryRows.none();

  /// Creates a stream. If the variable is not read, its values are only counted.
  ///
  /// @param patterns each has the variable at one position
  /// @param column the column of the variable
  /// @param graph the variable of `GRAPH ?g`, or null to search the scope
  /// @param demand the columns that are read of the joined rows, or null for all
  public LeapfrogJoin(
      QueryRun run,
      QueryRows input,
      List<Pattern> patterns,
      int column,
      Scope scope,
      @Nullable GraphColumn graph,
      @Nullable Demand demand) {
    super(run, input);
    this.patterns = List.copyOf(patterns);
    this.column = column;
    this.scope = scope;
    this.graph = graph;
    this.demand = demand;
  }

  @Override
  protected Batch begin(Batch batch) {
    current = joined(batch);
    return batch;
  }

  @Override
  protected @Nullable Batch next(Batch batch) {
    return current.next();
  }

  /// Joins a batch. Where a row does not bind a variable that it should, or binds the one that it
  /// should not, the patterns are joined one after the other.
  private QueryRows joined(Batch batch) {
    if (isOpen(batch)) {
      return new Leapfrog(run, batch, patterns, column, scope, graph, demand);
    }
    QueryRows rows = QueryRows.of(batch);
    for (Pattern pattern : patterns) {
      rows = new PatternJoin(run, rows, pattern, scope, graph, null);
    }
    return rows;
  }

  /// Returns true if all rows bind the variables of the patterns except the one.
  private boolean isOpen(Batch batch) {
    for (Pattern pattern : patterns) {
      for (int position = 0; position < 3; position++) {
        int other = pattern.column(position);
        if (!pattern.isTerm(position) && other != column && !batch.bindsAll(other)) {
          return false;
        }
      }
    }
    return !batch.bindsAny(column) && (graph == null || batch.bindsAll(graph.column()));
  }
}
