package org.techrace.store.query.pattern;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Joins each row with the triples that match a pattern. The rows of a batch are looked up in the
/// order of their keys, so that the [Lookup]'s cursor only goes forward: where both sides are dense
/// this is a merge join, where one is sparse it leaps.
public final class PatternJoin implements QueryRows {
  private final QueryRun run;
  private final QueryRows input;
  private final Pattern pattern;
  private final Scope scope;
  private final @Nullable GraphColumn graph;
  private final @Nullable Demand demand;

  /// The position by which the matches are sorted if possible, or -1 for any.
  private int sortedBy = -1;

  /// Rows still to be looked up. In each batch, a column binds all rows or none.
  private final Deque<Batch> waiting = new ArrayDeque<>();

  private @Nullable Lookup current;

  /// Joins `input` with the triples of a scope that match a pattern.
  public PatternJoin(QueryRun run, QueryRows input, Pattern pattern, Scope scope) {
    this(run, input, pattern, scope, null, null);
  }

  /// Joins `input` with the triples of a scope that match a pattern. If none of the variables that
  /// the pattern binds is read, its matches are only counted.
  ///
  /// @param graph the variable of `GRAPH ?g`, or null to search the scope
  /// @param demand the columns that are read of the joined rows, or null for all
  public PatternJoin(
      QueryRun run,
      QueryRows input,
      Pattern pattern,
      Scope scope,
      @Nullable GraphColumn graph,
      @Nullable Demand demand) {
    this.run = run;
    this.input = input;
    this.pattern = pattern;
    this.scope = scope;
    this.graph = graph;
    this.demand = demand;
  }

  /// Returns the matches of each row sorted by a position, if the bound positions allow it.
  ///
  /// @param position 0 subject, 1 predicate, 2 object, or -1 for any order
  public PatternJoin sortedBy(int position) {
    sortedBy = pattern.limited() < 0 ? position : pattern.limited();
    return this;
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      Lookup lookup = lookup();
      if (lookup == null) {
        return null;
      }
      Batch found = lookup.next();
      if (found != null) {
        return found;
      }
      current = null;
    }
  }

  @Override
  public long skip(long rows) {
    long skipped = 0;
    while (skipped < rows) {
      Lookup lookup = lookup();
      if (lookup == null || !lookup.canSkip()) {
        return skipped;
      }
      skipped += lookup.skip(rows - skipped);
      current = skipped < rows ? null : lookup;
    }
    return skipped;
  }

  /// Returns the lookup of the current rows, or null at the end of the input.
  private @Nullable Lookup lookup() {
    while (current == null) {
      run.check();
      Batch batch = waiting.poll();
      if (batch == null) {
        batch = input.next();
        if (batch == null) {
          return null;
        }
        split(batch, 0);
        batch = waiting.remove();
      }
      if (graph != null || !scope.isEmpty()) {
        current = new Lookup(run, batch, pattern, scope, graph, demand, sortedBy);
      }
    }
    run.check();
    return current;
  }

  /// Separates the rows that bind a position of the pattern from the rows that do not.
  private void split(Batch batch, int from) {
    for (int position = from; position < 3; position++) {
      int column = pattern.column(position);
      int[] values = column == Pattern.TERM ? null : batch.column(column);
      int unbound = values == null ? 0 : batch.size - Batch.bound(values, batch.size);
      if (values == null || unbound == 0) {
        continue;
      }
      if (unbound == batch.size) {
        split(batch.with(column, null), position + 1);
        return;
      }
      int[] with = new int[batch.size - unbound];
      int[] without = new int[unbound];
      int w = 0;
      int o = 0;
      for (int row = 0; row < batch.size; row++) {
        if (values[row] == Batch.UNBOUND) {
          without[o++] = row;
        } else {
          with[w++] = row;
        }
      }
      split(batch.pick(with, w), position + 1);
      split(batch.pick(without, o).with(column, null), position + 1);
      return;
    }
    waiting.add(batch);
  }

  @Override
  public void close() {
    input.close();
  }
}
