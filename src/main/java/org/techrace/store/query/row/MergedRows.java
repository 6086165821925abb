package org.techrace.store.query.row;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Merges rows that are equal in the columns of a [Demand] and drops all other columns. Rows that
/// rarely repeat pass unchanged after a trial, so equal rows may remain.
public final class MergedRows implements QueryRows {
  /// The number of rows in the trial.
  private static final int TRIAL_ROWS = 1 << 17;

  private final QueryRun run;
  private final QueryRows input;
  private final int[] columns;
  private final @Nullable Weights weights;
  private final KeyIndex keys;
  private long[] sums = new long[64];
  private long read;
  private int given;

  /// True if the trial has found few repetitions.
  private boolean passes;

  private boolean ended;

  public MergedRows(QueryRun run, QueryRows input, Demand demand) {
    this.run = run;
    this.input = input;
    this.columns = demand.columns().stream().toArray();
    this.weights = demand.weights();
    this.keys = new KeyIndex(run, columns.length);
  }

  @Override
  public @Nullable Batch next() {
    Weights kept = weights;
    return kept == null ? first() : merged(kept);
  }

  /// Returns the next rows that are not known, without waiting for the end of the input.
  private @Nullable Batch first() {
    while (true) {
      run.check();
      Batch batch = input.next();
      if (batch == null || passes) {
        return batch == null ? null : only(batch);
      }
      int[] fresh = new int[batch.size];
      int n = 0;
      int[] key = new int[columns.length];
      for (int row = 0; row < batch.size; row++) {
        int known = keys.size();
        if (number(batch, row, key) == known) {
          fresh[n++] = row;
        }
      }
      read += batch.size;
      passes = isVain();
      if (n > 0) {
        return n == batch.size ? only(batch) : only(batch).pick(fresh, n);
      }
    }
  }

  private @Nullable Batch merged(Weights kept) {
    while (!passes && !ended) {
      run.check();
      Batch batch = input.next();
      if (batch == null) {
        ended = true;
      } else {
        add(batch, kept);
      }
    }
    if (given < keys.size()) {
      return batch(kept);
    }
    run.check();
    Batch batch = ended ? null : input.next();
    if (batch == null) {
      return null;
    }
    long[] same = new long[batch.size];
    for (int row = 0; row < batch.size; row++) {
      same[row] = kept.of(batch, row);
    }
    return kept.with(only(batch), same);
  }

  private void add(Batch batch, Weights kept) {
    int[] key = new int[columns.length];
    for (int row = 0; row < batch.size; row++) {
      int number = number(batch, row, key);
      if (number >= sums.length) {
        sums = Arrays.copyOf(sums, 2 * sums.length);
      }
      sums[number] = Weights.plus(sums[number], kept.of(batch, row));
    }
    read += batch.size;
    passes = isVain();
  }

  /// Returns true if nearly all rows of the trial are different.
  private boolean isVain() {
    return read >= TRIAL_ROWS && read < 2 * TRIAL_ROWS && keys.size() > read / 4 * 3;
  }

  private int number(Batch batch, int row, int[] key) {
    for (int i = 0; i < columns.length; i++) {
      key[i] = batch.get(columns[i], row);
    }
    return keys.add(key);
  }

  private Batch only(Batch batch) {
    int[] @Nullable [] kept = new int[batch.width()][];
    for (int c : columns) {
      if (c < kept.length) {
        kept[c] = batch.column(c);
      }
    }
    return new Batch(batch.size, kept);
  }

  private Batch batch(Weights kept) {
    int n = Math.min(Batch.MAX_ROWS, keys.size() - given);
    int[] @Nullable [] values = new int[run.layout().size()][];
    for (int i = 0; i < columns.length; i++) {
      int[] column = new int[n];
      for (int row = 0; row < n; row++) {
        column[row] = keys.value(given + row, i);
      }
      values[columns[i]] = column;
    }
    Batch batch = kept.with(new Batch(n, values), Arrays.copyOfRange(sums, given, given + n));
    given += n;
    return batch;
  }

  @Override
  public void close() {
    input.close();
  }
}
