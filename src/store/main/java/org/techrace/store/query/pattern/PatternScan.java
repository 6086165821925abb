package org.techrace.store.query.pattern;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// The scan of the matches of a pattern in parts. The rows, and the batches, are the same whether
/// one thread reads all parts or several threads do.
///
/// @param ranges the ranges of a permutation
/// @param operator reads ranges
public record PatternScan(QueryRows ranges, UnaryOperator<QueryRows> operator) {

  /// Returns the scan of a pattern in the whole store, or empty if a variable is at two positions.
  ///
  /// @param demand the columns that are read, or null for all
  /// @param sortedBy the position by which the matches are sorted if possible, or -1
  public static Optional<PatternScan> of(
      QueryRun run, Pattern pattern, @Nullable Demand demand, int sortedBy) {
    if (!pattern.hasDifferentVariables()) {
      return Optional.empty();
    }
    PatternScan distinct = demand == null ? null : DistinctScan.of(run, pattern, demand);
    return Optional.of(distinct != null ? distinct : RangeScan.of(run, pattern, sortedBy));
  }

  /// Returns all rows.
  public QueryRows rows() {
    return operator.apply(ranges);
  }
}
