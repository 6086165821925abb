package org.techrace.store.query.sort;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.jena.query.Query;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.ParallelRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.text.DistanceOrder;
import org.techrace.store.query.text.FilterRows;

/// Implements ORDER BY. With a limit, only about the first rows are kept in memory: rows that come
/// after the last of the first rows so far are dropped. Rows that are equal by the conditions are
/// ordered by their terms, variable by variable in the order of their names, as in ARQ.
public final class SortRows implements QueryRows {
  /// The minimum number of rows that are added to the first ones before all of them are sorted
  /// again.
  private static final int MORE_ROWS = 2048;

  /// The same if a distance is computed for each row that is added.
  private static final int MORE_DISTANCES = 32;

  private final QueryRun run;
  private final QueryRows input;
  private final List<SortKey> keys;
  private final long limit;

  /// The number of rows in memory at which they are reduced to the first ones.
  private final long capacity;

  private RowTable table;

  /// The last one of the first rows so far, if there are as many as the limit. Helpers read it.
  private volatile @Nullable LastRow last;

  /// True if rows that exceed the memory of an operator may go to disk: the values of expressions
  /// are then computed again.
  private final boolean isDivisible;

  /// The sorted runs on disk, or null if all rows are in memory.
  private @Nullable SortedRuns runs;

  private int @Nullable [] sorted;
  private int given;
  private int[] byName = {};

  /// The number of columns for which [#byName] was computed. A pattern that is planned late adds
  /// columns.
  private int named;

  /// Creates a stream.
  ///
  /// @param parallel true if helpers may compute the values of expressions and drop rows
  /// @param limit the number of rows needed, or `Long.MAX_VALUE` for all
  public SortRows(
      QueryRun run,
      boolean parallel,
      QueryRows input,
      List<SortCondition> conditions,
      long limit,
      ExecutionContext context) {
    this.run = run;
    this.limit = limit;
    this.keys = conditions.stream().map(c -> new SortKey(run, c, context)).toList();
    this.table = new RowTable(keys.size());
    this.isDivisible =
        conditions.stream()
            .map(SortCondition::getExpression)
            .allMatch(e -> e.isVariable() || FilterRows.isFunction(e));
    Optional<DistanceOrder> distance =
        conditions.getFirst().getDirection() == Query.ORDER_DESCENDING
            ? Optional.empty()
            : DistanceOrder.of(conditions.getFirst().getExpression(), run);
    long more = Math.max(limit, distance.isPresent() ? MORE_DISTANCES : MORE_ROWS);
    this.capacity = limit > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : limit + more;
    if (limit == Long.MAX_VALUE && keys.stream().allMatch(SortKey::isVariable)) {
      this.input = input;
    } else if (parallel
        && run.isParallel()
        && distance.isEmpty()
        && conditions.stream().allMatch(c -> FilterRows.isFunction(c.getExpression()))) {
      this.input =
          ParallelRows.of(
              run,
              input,
              in ->
                  new Candidates(
                      run,
                      in,
                      conditions.stream().map(c -> new SortKey(run, copy(c), context)).toList(),
                      Optional.empty(),
                      () -> last));
    } else {
      this.input = new Candidates(run, input, keys, distance, () -> last);
    }
  }

  /// Returns a copy of a condition for one thread, because expressions keep what they have looked
  /// up.
  private static SortCondition copy(SortCondition condition) {
    return new SortCondition(condition.getExpression().deepCopy(), condition.getDirection());
  }

  @Override
  public long skip(long rows) {
    int n = (int) Math.min(rows, sorted().length - given); // none if they are on disk
    given += n;
    return n;
  }

  @Override
  public @Nullable Batch next() {
    int[] rows = sorted();
    SortedRuns onDisk = runs;
    if (onDisk != null) {
      return onDisk.next();
    }
    int n = Math.min(Batch.MAX_ROWS, rows.length - given);
    if (n == 0) {
      return null;
    }
    Batch batch = table.batch(rows, given, n);
    given += n;
    return batch;
  }

  private int[] sorted() {
    int[] rows = sorted;
    if (rows == null) {
      rows = limit == 0 ? new int[0] : sort();
      sorted = rows;
      input.close();
    }
    return rows;
  }

  private int[] sort() {
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      run.check();
      add(batch);
      if (isDivisible && run.isLarge(table.bytes())) {
        writeRun();
      }
    }
    SortedRuns onDisk = runs;
    if (onDisk == null) {
      return first();
    }
    writeRun();
    onDisk.startMerging(keys, byName, limit);
    return new int[0];
  }

  /// Writes the rows in memory to disk, sorted.
  private void writeRun() {
    SortedRuns onDisk = runs;
    if (onDisk == null) {
      onDisk = new SortedRuns(run);
      runs = onDisk;
    }
    onDisk.add(table, first());
    table = new RowTable(keys.size());
  }

  /// Returns the numbers of the first rows in their order.
  private int[] first() {
    nameColumns();
    int[] rows = new TableSort(run, table, keys, byName).sorted();
    return limit < rows.length ? IntStream.of(rows).limit(limit).toArray() : rows;
  }

  /// Adds the rows of a batch that may be among the first.
  private void add(Batch batch) {
    int[] rows = new int[batch.size];
    int n = 0;
    for (int row = 0; row < batch.size; row++) {
      run.checkAt(row);
      @Nullable NodeValue[] values = Candidates.values(batch, row);
      LastRow before = last;
      if (before != null && before.compare(batch, row, values) >= 0) {
        continue;
      }
      for (int k = 0; k < values.length; k++) {
        if (!keys.get(k).isVariable()) {
          table.addValue(k, values[k]);
        }
      }
      rows[n++] = row;
      if (table.size() + n >= capacity) {
        table.add(batch, rows, n);
        n = 0;
        reduce();
      }
    }
    table.add(batch, rows, n);
  }

  /// Reduces the rows to the first ones.
  private void reduce() {
    int[] rows = first();
    table = table.pick(rows, rows.length);
    last = new LastRow(run, table, keys, byName);
  }

  /// Lists the columns of variables, in the order of the names of the variables.
  private void nameColumns() {
    if (named == run.layout().size()) {
      return;
    }
    named = run.layout().size();
    byName =
        IntStream.range(0, named)
            .filter(c -> run.layout().variable(c) != null)
            .boxed()
            .sorted(Comparator.comparing(c -> requireNonNull(run.layout().variable(c)).getName()))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  @Override
  public void close() {
    input.close();
    if (runs != null) {
      runs.close();
    }
  }
}
