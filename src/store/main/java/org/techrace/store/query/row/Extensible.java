package org.techrace.store.query.row;

import java.util.function.UnaryOperator;

/// Rows that one more operator can be added to, so that helpers apply it together with those that
/// they apply already.
public interface Extensible extends QueryRows {
  /// Returns these rows after one more operator. Called before the first row is read; this stream
  /// must not be read afterwards.
  ///
  /// @param operator as in [ParallelRows]
  QueryRows extended(QueryRun run, UnaryOperator<QueryRows> operator);
}
