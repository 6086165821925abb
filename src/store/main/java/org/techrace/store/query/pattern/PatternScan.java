package org.techrace.store.query.pattern;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// The scan of the matches of a pattern in parts. The rows, and the batches, are the same whether
/// one thread reads all parts or several threads do.
///
/// @param ranges the ranges of a permutation
/// @param operator reads ranges
public record PatternScan(QueryRows ranges, UnaryOperator<QueryRows> operator) {

  /// Returns the scan of a pattern, or empty if a variable is at two positions, or if all variables
  /// are read with their graphs.
  ///
  /// @param graph the variable of `GRAPH ?g`, or null to search the whole store
  /// @param demand the columns that are read, or null for all
  /// @param sortedBy the position by which the matches are sorted if possible, or -1
  public static Optional<PatternScan> of(
      QueryRun run,
      Pattern pattern,
      @Nullable GraphColumn graph,
      @Nullable Demand demand,
      int sortedBy) {
    if (!pattern.hasDifferentVariables()) {
      return Optional.empty();
    }
    PatternScan distinct = demand == null ? null : DistinctScan.of(run, pattern, graph, demand);
    return distinct == null && graph == null
        ? Optional.of(RangeScan.of(run, pattern, sortedBy))
        : Optional.ofNullable(distinct);
  }

  /// Returns all rows.
  public QueryRows rows() {
    return operator.apply(ranges);
  }
}
