package org.techrace.store.query;

import org.jspecify.annotations.Nullable;

/// The rows without repetitions, in the order in which they come.
final class DistinctRows implements Rows {
  private final Run run;
  private final Rows input;
  private final int[] columns;
  private final KeyIndex seen;

  /// A stream over `input`.
  ///
  /// @param columns which columns make up a row; what stands in others is that of the first of its
  ///   kind
  DistinctRows(Run run, Rows input, int[] columns) {
    this.run = run;
    this.input = input;
    this.columns = columns;
    this.seen = new KeyIndex(run, columns.length);
  }

  @Override
  public @Nullable Batch next() {
    int[] key = new int[columns.length];
    while (true) {
      run.check();
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      int[] kept = new int[batch.size];
      int n = 0;
      for (int row = 0; row < batch.size; row++) {
        for (int i = 0; i < key.length; i++) {
          key[i] = run.terms().canonical(batch.get(columns[i], row));
        }
        int known = seen.size();
        if (seen.add(key) == known) {
          kept[n++] = row;
        }
      }
      if (n > 0) {
        return batch.pick(kept, n);
      }
    }
  }

  @Override
  public void close() {
    input.close();
  }
}
