package org.techrace.store.query.row;

import java.util.Arrays;
import org.techrace.guard.QueryRefusedException;

/// The number of times that each row counts, in two hidden columns of a [Batch]. An operator that
/// merges equal rows adds their weights, so that `COUNT` has the same result as for the single
/// rows. A row without a weight counts once; the second column is only there if a weight needs it.
public final class Weights {
  private final int low;
  private final int high;

  /// Adds the two columns to the layout of a run.
  public Weights(QueryRun run) {
    this.low = run.layout().hidden();
    this.high = run.layout().hidden();
  }

  /// Returns the weights of all rows of a batch.
  public long[] of(Batch batch) {
    long[] weights = new long[batch.size];
    int[] lower = batch.column(low);
    if (lower == null) {
      Arrays.fill(weights, 1);
      return weights;
    }
    int[] upper = batch.column(high);
    for (int row = 0; row < weights.length; row++) {
      long weight = Integer.toUnsignedLong(lower[row]);
      if (upper != null) {
        weight |= (long) upper[row] << Integer.SIZE;
      }
      weights[row] = weight == 0 ? 1 : weight;
    }
    return weights;
  }

  /// Returns the second batch with the weights of the first, which has the same rows.
  public Batch copied(Batch from, Batch to) {
    return to.with(low, from.column(low)).with(high, from.column(high));
  }

  /// Returns the batch with these weights.
  ///
  /// @param weights the weight of each row; longer arrays are cut
  public Batch with(Batch batch, long[] weights) {
    int[] lower = new int[batch.size];
    long all = 0;
    for (int row = 0; row < batch.size; row++) {
      lower[row] = (int) weights[row];
      all |= weights[row];
    }
    int[] upper = null;
    if (all >>> Integer.SIZE != 0) {
      upper = new int[batch.size];
      for (int row = 0; row < batch.size; row++) {
        upper[row] = (int) (weights[row] >>> Integer.SIZE);
      }
    }
    return batch.with(low, lower).with(high, upper);
  }

  /// Multiplies a weight by a number of matches.
  ///
  /// @throws QueryRefusedException if the product is above the largest long
  public static long times(long weight, long matches) {
    long product = weight * matches;
    if (Math.multiplyHigh(weight, matches) != 0 || product < 0) {
      throw tooMany();
    }
    return product;
  }

  /// Adds two weights.
  ///
  /// @throws QueryRefusedException if the sum is above the largest long
  public static long plus(long a, long b) {
    long sum = a + b;
    if (sum < 0) {
      throw tooMany();
    }
    return sum;
  }

  private static QueryRefusedException tooMany() {
    return new QueryRefusedException(
        "The query counts more than %d rows; add patterns that connect its parts."
            .formatted(Long.MAX_VALUE));
  }
}
