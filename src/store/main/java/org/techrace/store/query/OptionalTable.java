package org.techrace.store.query;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.techrace.store.query.join.Estimate;
import org.techrace.store.query.pattern.JoinTable;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.ChoicePoints;

/// Decides whether the right side of OPTIONAL is looked up in the index for a batch of rows, or is
/// evaluated once and joined with the rows by a hash table. It is looked up as long as its
/// [LookupBudget] lasts. Safe for use by the threads that evaluate the query.
final class OptionalTable {
  /// The number of rows that are looked up before anything is estimated. An estimate costs about as
  /// much as looking them up.
  private static final int FIRST_ROWS = 256;

  /// The cost of what an [Estimate] counts besides the rows of the result, such as lookups.
  /// Measured at 10 million triples, where a row of the table took 16 ns (with 3 as its cost):
  /// looking up a row took 5 ns longer than finding it in the table if the rows ascended, and 27 ns
  /// if they did not (with 1 and 4 as their costs in an [Estimate]).
  private static final double LOOKUP = 2;

  private final int number;
  private final ChoicePoints points;
  private final Supplier<Optional<Solutions>> source;

  /// The number of rows that have been looked up, up to [#FIRST_ROWS].
  private int looked;

  private boolean asked;

  /// The solutions, once they have been asked for.
  private Optional<Solutions> solutions = Optional.empty();

  /// The solutions of the right side, a `WholePattern`.
  ///
  /// @param conditions the conditions on joined rows
  /// @param table the solutions as a table, which is made on the first call
  /// @param budget decides whether rows are looked up
  record Solutions(
      SolutionColumns columns,
      List<Condition> conditions,
      Supplier<JoinTable> table,
      LookupBudget budget) {

    /// @param estimate estimates the right side for one of some rows
    /// @param points when rows may begin to be joined with the table
    Solutions(
        SolutionColumns columns,
        List<Condition> conditions,
        Function<Batch, Estimate> estimate,
        Supplier<JoinTable> table,
        ChoicePoints points) {
      this(
          columns,
          conditions,
          table,
          new LookupBudget(
              points,
              _ -> cost(estimate.apply(Batch.unit())),
              rows -> rows.size * saved(estimate.apply(rows))));
    }

    private static double cost(Estimate whole) {
      return whole.rows() > JoinTable.MOST_ROWS
          ? Double.POSITIVE_INFINITY
          : work(whole) + JoinTable.INSERT * whole.rows();
    }

    private static double work(Estimate estimate) {
      return estimate.rows() + LOOKUP * Math.max(0, estimate.cost() - estimate.rows());
    }

    /// Returns the work that the table saves for a row. The joined rows are created in any case.
    private static double saved(Estimate lookup) {
      return Math.max(0, work(lookup) - lookup.rows() - JoinTable.PROBE);
    }
  }

  /// @param number the hidden column with the number of the row that a match belongs to
  /// @param points when the solutions may be asked for
  /// @param source returns the solutions of the right side, or empty if it must be looked up
  OptionalTable(int number, ChoicePoints points, Supplier<Optional<Solutions>> source) {
    this.number = number;
    this.points = points;
    this.source = source;
  }

  /// Returns the column of the number of a row, the same for all batches.
  int number() {
    return number;
  }

  /// Returns the solutions that rows should be joined with, or empty if the right side should be
  /// looked up for them.
  Optional<Solutions> neededFor(Batch rows) {
    return tried(rows)
        .filter(
            whole -> {
              BitSet common = whole.columns().common(rows);
              return !common.isEmpty() && !whole.budget().spend(rows, common);
            });
  }

  private synchronized Optional<Solutions> tried(Batch rows) {
    looked = Math.min(FIRST_ROWS, looked + rows.size);
    if (looked < FIRST_ROWS) {
      return Optional.empty();
    }
    if (!asked && points.areOpen()) {
      asked = true;
      solutions = source.get();
    }
    return solutions;
  }
}
