package org.techrace.store.query.pattern;

import java.util.BitSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Joins each row with the compatible rows of a table: those with the same value for every variable
/// that both bind.
public final class HashJoin implements QueryRows {
  private final QueryRun run;
  private final QueryRows input;
  private final Supplier<JoinTable> source;

  /// True if two rows must have a bound variable in common, as MINUS requires.
  private final boolean mustShare;

  private @Nullable JoinTable table;
  private @Nullable Batch batch;
  private JoinTable.@Nullable Index index;

  /// The columns that both sides can bind: those looked up in the index, and those compared row by
  /// row.
  private int[] keyed = {};

  private int[] compared = {};
  private int row;
  private int match = JoinTable.Index.END;

  public HashJoin(QueryRun run, QueryRows input, Supplier<JoinTable> source, boolean mustShare) {
    this.run = run;
    this.input = input;
    this.source = source;
    this.mustShare = mustShare;
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      run.check();
      if (batch == null) {
        batch = input.next();
        if (batch == null) {
          return null;
        }
        if (table == null) {
          table = source.get();
        }
        start(batch, table);
      }
      Batch joined = join(batch, table);
      if (joined != null) {
        return joined;
      }
      batch = null;
    }
  }

  private void start(Batch left, @Nullable JoinTable right) {
    BitSet keys = new BitSet();
    BitSet others = new BitSet();
    for (int c = 0; right != null && c < left.width(); c++) {
      int[] values = left.column(c);
      if (values == null || !right.mayBind(c) || run.layout().variable(c) == null) {
        continue;
      }
      if (right.bindsAll(c) && left.bindsAll(c)) {
        keys.set(c);
      } else {
        others.set(c);
      }
    }
    index = right == null ? null : right.index(run, keys);
    keyed = keys.stream().toArray();
    compared = others.stream().toArray();
    Batch comparable = left;
    for (int c : keyed) {
      comparable = canonical(comparable, c);
    }
    for (int c : compared) {
      comparable = canonical(comparable, c);
    }
    batch = comparable;
    row = -1;
    match = JoinTable.Index.END;
  }

  private Batch canonical(Batch left, int column) {
    int[] values = left.column(column);
    return values == null ? left : left.with(column, run.terms().canonical(values, left.size));
  }

  private @Nullable Batch join(Batch left, @Nullable JoinTable right) {
    JoinTable.Index chains = index;
    if (right == null || chains == null) {
      return null;
    }
    int[] origins = new int[Batch.MAX_ROWS];
    int[] matches = new int[Batch.MAX_ROWS];
    int[] key = new int[keyed.length];
    int n = 0;
    int steps = 0;
    while (n < Batch.MAX_ROWS) {
      if (match == JoinTable.Index.END) {
        if (++row >= left.size) {
          break;
        }
        for (int i = 0; i < key.length; i++) {
          key[i] = left.get(keyed[i], row);
        }
        match = chains.first(key);
        continue;
      }
      if (isCompatible(left, right)) {
        origins[n] = row;
        matches[n++] = match;
      }
      match = chains.following(match);
      run.checkAt(++steps);
    }
    return n == 0 ? null : merge(left, right, origins, matches, n);
  }

  private boolean isCompatible(Batch left, JoinTable right) {
    boolean shared = !mustShare || keyed.length > 0;
    for (int c : compared) {
      int l = left.get(c, row);
      int r = right.get(c, match);
      if (l != Batch.UNBOUND && r != Batch.UNBOUND) {
        if (l != r) {
          return false;
        }
        shared = true;
      }
    }
    return shared;
  }

  private static Batch merge(Batch left, JoinTable right, int[] origins, int[] matches, int n) {
    Batch picked = left.pick(origins, n);
    int[][] columns = picked.copyColumns(right.width());
    for (int c = 0; c < right.width(); c++) {
      if (!right.mayBind(c)) {
        continue;
      }
      int[] values = columns[c] == null ? new int[n] : columns[c];
      for (int i = 0; i < n; i++) {
        if (values[i] == Batch.UNBOUND) {
          values[i] = right.get(c, matches[i]);
        }
      }
      columns[c] = values;
    }
    return new Batch(n, columns);
  }

  @Override
  public void close() {
    input.close();
  }
}
