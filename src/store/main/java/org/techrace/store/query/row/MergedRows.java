package org.techrace.store.query.row;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Merges rows that are equal in the columns of a [Demand] and drops all other columns.
///
/// Merging costs more than it saves if rows rarely repeat. Unless later joins create many rows for
/// each, a trial comes first: if nearly all of its rows are different, the next rows pass
/// unchanged, and a longer trial follows. The memory of keys is limited: if they take more, their
/// rows are returned, and a new trial begins. Equal rows may therefore remain.
public final class MergedRows implements QueryRows {
  /// The number of rows in the first trial.
  private static final int FIRST_TRIAL = 1024;

  /// The number of rows in the longest trial.
  private static final long LONGEST_TRIAL = 1 << 21;

  /// How many times the rows of a trial in vain pass unchanged after it, and how many times longer
  /// the next trial is.
  private static final int GROWTH = 4;

  /// Rows are merged without a trial if later joins are expected to create at least this many rows
  /// for each, which takes longer than looking up a key. The few rows that repeat may be those that
  /// lead to most.
  private static final double MANY_LATER = 8;

  /// The memory that keys may take: a sixteenth of the heap, since a query can merge rows several
  /// times.
  private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 16;

  private final QueryRun run;
  private final QueryRows input;
  private final int[] columns;
  private final long mostBytes;
  private final @Nullable Weights weights;
  private final boolean alwaysMerges;

  private KeyIndex keys;
  private long[] sums = new long[64];

  /// The number of keys that have been returned.
  private int given;

  private long trial = FIRST_TRIAL;

  /// The number of rows read in this trial.
  private long read;

  /// The number of rows still to pass unchanged.
  private long passing;

  /// True if a trial has found repetitions.
  private boolean proven;

  private boolean ended;

  /// @param later the expected number of rows that later joins create for each row
  public MergedRows(QueryRun run, QueryRows input, Demand demand, double later) {
    this(run, input, demand, later, MOST_BYTES);
  }

  /// @param mostBytes the most memory for keys, in bytes
  MergedRows(QueryRun run, QueryRows input, Demand demand, double later, long mostBytes) {
    this.run = run;
    this.alwaysMerges = later >= MANY_LATER;
    this.mostBytes = mostBytes;
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
      if (batch == null) {
        return null;
      }
      if (passing > 0) {
        pass(batch.size);
        return batch.only(columns);
      }
      int[] fresh = keys.addNew(run.terms().canonical(batch, columns), batch.size);
      tried(batch.size);
      if (isFull()) {
        restart();
      }
      if (fresh.length > 0) {
        return fresh.length == batch.size
            ? batch.only(columns)
            : batch.only(columns).pick(fresh, fresh.length);
      }
    }
  }

  private @Nullable Batch merged(Weights kept) {
    while (true) {
      run.check();
      if ((ended || passing > 0 || isFull()) && given < keys.size()) {
        return batch(kept);
      }
      if (isFull()) {
        restart();
      }
      Batch batch = ended ? null : input.next();
      if (batch == null) {
        if (ended) {
          return null;
        }
        ended = true;
      } else if (passing > 0) {
        pass(batch.size);
        return kept.copied(batch, batch.only(columns));
      } else {
        add(batch, kept);
      }
    }
  }

  private void add(Batch batch, Weights kept) {
    int[] numbers = keys.addAll(run.terms().canonical(batch, columns), batch.size);
    long[] weights = kept.of(batch);
    for (int row = 0; row < batch.size; row++) {
      int number = numbers[row];
      if (number >= sums.length) {
        sums = Arrays.copyOf(sums, 2 * sums.length);
      }
      sums[number] = Weights.plus(sums[number], weights[row]);
    }
    tried(batch.size);
  }

  /// Counts rows of a trial. At its end, decides what happens to the next rows.
  private void tried(int rows) {
    read += rows;
    if (alwaysMerges || proven || read < trial) {
      return;
    }
    if (isVain()) {
      passing = trial * GROWTH;
      trial = Math.min(LONGEST_TRIAL, passing);
    } else {
      proven = true;
    }
  }

  /// Returns true if nearly all rows read were different.
  private boolean isVain() {
    return keys.size() > read / 4 * 3;
  }

  private boolean isFull() {
    long bytes = keys.bytes() + (long) Long.BYTES * sums.length;
    return bytes > mostBytes || run.isLarge(bytes);
  }

  /// Counts rows that pass unchanged. After the last, the next trial begins.
  private void pass(int rows) {
    passing -= rows;
    if (passing <= 0) {
      restart();
    }
  }

  /// Forgets all keys. The next trial decides again if merging them was in vain.
  private void restart() {
    proven &= !isVain();
    keys = new KeyIndex(run, columns.length);
    sums = new long[64];
    given = 0;
    read = 0;
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
