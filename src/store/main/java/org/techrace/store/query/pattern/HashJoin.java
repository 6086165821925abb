package org.techrace.store.query.pattern;

import static java.util.Objects.requireNonNull;

import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.FlatMappedRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Joins each row with the compatible rows of a table: those with the same value for every variable
/// that both bind.
public final class HashJoin extends FlatMappedRows {
  private final Supplier<JoinTable> source;

  /// True if two rows must have a bound variable in common, as MINUS requires.
  private final boolean mustShare;

  private @Nullable JoinTable table;

  /// The columns that both sides may bind.
  private int[] shared = {};

  /// True if all rows of the batch bind all of these columns.
  private boolean bindAll;

  /// The indexes that the current row is looked up in.
  private List<JoinTable.Index> ofRow = List.of();

  /// Those that it has not been looked up in yet.
  private Iterator<JoinTable.Index> indexes = Collections.emptyIterator();

  private JoinTable.@Nullable Index index;
  private int row;
  private int match = JoinTable.Index.END;

  public HashJoin(QueryRun run, QueryRows input, Supplier<JoinTable> source, boolean mustShare) {
    super(run, input);
    this.source = source;
    this.mustShare = mustShare;
  }

  private JoinTable table() {
    JoinTable known = table;
    if (known == null) {
      known = source.get();
      table = known;
    }
    return known;
  }

  /// Returns the batch with canonical ids in the shared columns.
  @Override
  protected Batch begin(Batch left) {
    JoinTable right = table();
    shared =
        IntStream.range(0, left.width())
            .filter(c -> left.bindsAny(c) && right.mayBind(c) && run.layout().variable(c) != null)
            .toArray();
    bindAll = IntStream.of(shared).allMatch(left::bindsAll);
    indexes = Collections.emptyIterator();
    row = -1;
    match = JoinTable.Index.END;
    Batch comparable = left;
    for (int c : shared) {
      int[] values = requireNonNull(left.column(c));
      comparable = comparable.with(c, run.terms().canonical(values, left.size));
    }
    return comparable;
  }

  @Override
  protected @Nullable Batch next(Batch left) {
    JoinTable right = table();
    int[] origins = new int[Batch.MAX_ROWS];
    int[] matches = new int[Batch.MAX_ROWS];
    int n = 0;
    int steps = 0;
    while (n < Batch.MAX_ROWS && (match != JoinTable.Index.END || nextMatch(left, right))) {
      JoinTable.Index chains = requireNonNull(index);
      origins[n] = row;
      matches[n++] = chains.row(match);
      match = chains.following(match);
      run.checkAt(++steps);
    }
    return n == 0 ? null : merge(left, right, origins, matches, n);
  }

  /// Finds the first match in the next index that has one, for this row or a later one.
  private boolean nextMatch(Batch left, JoinTable right) {
    int steps = 0;
    while (match == JoinTable.Index.END) {
      run.checkAt(++steps);
      if (indexes.hasNext()) {
        index = indexes.next();
        match = mustShare && !index.isKeyed() ? JoinTable.Index.END : index.first(left, row);
      } else if (++row < left.size) {
        if (row == 0 || !bindAll) {
          ofRow = right.indexes(run, bound(left));
        }
        indexes = ofRow.iterator();
      } else {
        return false;
      }
    }
    return true;
  }

  /// Returns the shared columns that the current row binds.
  private BitSet bound(Batch left) {
    BitSet bound = new BitSet();
    for (int c : shared) {
      bound.set(c, left.get(c, row) != Batch.UNBOUND);
    }
    return bound;
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
}
