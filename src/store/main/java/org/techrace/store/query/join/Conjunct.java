package org.techrace.store.query.join;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.row.QueryRows;

/// One part of a group. The parts of a group are joined; their order does not change the result.
interface Conjunct {
  /// Returns the columns of the variables that it binds or compares.
  BitSet columns();

  /// Returns the conjuncts of the group that it joins: itself, or several.
  default List<? extends Conjunct> parts() {
    return List.of(this);
  }

  /// Describes it in a line, for the plan of a query.
  String text();

  /// Returns a text that tells it apart from the other conjuncts of a group, as far as possible. It
  /// decides between equal estimates, so that the order in the query does not. Writing a whole
  /// operator takes as long as planning a small query, so its hash code is used instead.
  default String key() {
    return text();
  }

  /// Returns the columns of the variables that it mentions.
  default BitSet mentioned() {
    return columns();
  }

  /// Returns the columns that it reads and never binds. It is joined when no other part can bind
  /// them any more: a part that has them may leave them unbound in some rows.
  default BitSet reads() {
    return new BitSet();
  }

  /// Returns true if several threads may join parts of the rows, each with the operators that a
  /// call of the same [JoinStep] creates.
  default boolean isConcurrent() {
    return false;
  }

  /// Estimates and prepares the join with rows.
  ///
  /// @param rows the number of rows
  /// @param bound the columns that they bind, with values
  JoinStep plan(double rows, Map<Integer, Sample> bound);

  /// Returns values of a column that it binds.
  ///
  /// @param size the number of values that are wanted
  Sample sample(int column, int size);

  /// Returns an upper bound of the number of distinct values of a column that it binds, or infinity
  /// if it is not known.
  default double distinct(int column) {
    return Double.POSITIVE_INFINITY;
  }

  /// Returns an upper bound of the number of distinct rows of its columns, or infinity if it is not
  /// known.
  default double distinctRows() {
    return Double.POSITIVE_INFINITY;
  }

  /// A conjunct that is ready to be joined.
  ///
  /// @param fanout the number of result rows per row
  /// @param work the cost in addition to that of the result rows, in rows created
  record JoinStep(double fanout, double work, UnaryOperator<QueryRows> join) {}
}
