package org.techrace.store.query.sort;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.text.DistanceOrder;

/// Drops rows that are not among the first, and computes the values of the expressions by which the
/// others are sorted. Several threads may do so for parts of the rows.
final class Candidates implements QueryRows {
  private static final @Nullable NodeValue[] NO_VALUES = {};

  private final QueryRun run;
  private final QueryRows input;
  private final List<SortKey> keys;
  private final boolean hasValues;
  private final Optional<DistanceOrder> distance;
  private final Supplier<@Nullable LastRow> last;

  /// @param keys the conditions, for this thread only
  /// @param distance the first condition, if it is a distance by which rows are sorted in ascending
  ///   order
  /// @param last returns the last of the first rows so far, or null while all rows are needed
  Candidates(
      QueryRun run,
      QueryRows input,
      List<SortKey> keys,
      Optional<DistanceOrder> distance,
      Supplier<@Nullable LastRow> last) {
    this.run = run;
    this.input = input;
    this.keys = keys;
    this.hasValues = !keys.stream().allMatch(SortKey::isVariable);
    this.distance = distance;
    this.last = last;
  }

  /// A batch with the values of expressions.
  private static final class WithValues extends Batch {
    private final @Nullable NodeValue[][] values;

    WithValues(Batch batch, @Nullable NodeValue[][] values) {
      super(batch.size, batch.copyColumns(0));
      this.values = values;
    }
  }

  /// Returns the values of the expressions for a row, at the places of their conditions.
  ///
  /// @param batch a batch of a stream of this class, or one without expressions
  static @Nullable NodeValue[] values(Batch batch, int row) {
    return batch instanceof WithValues known ? known.values[row] : NO_VALUES;
  }

  @Override
  public @Nullable Batch next() {
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      Batch kept = candidates(batch, last.get());
      if (kept.size > 0) {
        return kept;
      }
    }
    return null;
  }

  private Batch candidates(Batch batch, @Nullable LastRow before) {
    int[] kept = new int[batch.size];
    @Nullable NodeValue[][] values = new NodeValue[hasValues ? batch.size : 0][];
    int n = 0;
    for (int row = 0; row < batch.size; row++) {
      run.checkAt(row);
      if (before != null && (before.isBefore(batch, row) || isFarther(before, batch, row))) {
        continue;
      }
      @Nullable NodeValue[] computed = hasValues ? compute(batch, row) : NO_VALUES;
      if (before != null && before.compare(batch, row, computed) >= 0) {
        continue;
      }
      if (hasValues) {
        values[n] = computed;
      }
      kept[n++] = row;
    }
    Batch picked = n == batch.size ? batch : batch.pick(kept, n);
    return hasValues ? new WithValues(picked, values) : picked;
  }

  private @Nullable NodeValue[] compute(Batch batch, int row) {
    @Nullable NodeValue[] values = new NodeValue[keys.size()];
    for (int k = 0; k < values.length; k++) {
      SortKey key = keys.get(k);
      values[k] = key.isVariable() ? null : key.value(batch, row);
    }
    return values;
  }

  private boolean isFarther(LastRow than, Batch batch, int row) {
    NodeValue most = than.value(0);
    return distance.isPresent()
        && most != null
        && most.isDouble()
        && distance.get().isFarther(batch, row, most.getDouble());
  }

  @Override
  public void close() {
    input.close();
  }
}
