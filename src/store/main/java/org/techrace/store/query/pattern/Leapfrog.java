package org.techrace.store.query.pattern;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Column;
import org.techrace.store.Scope;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Weights;

/// Finds the values of a variable that all of some patterns have for a row of a batch. The matches
/// of each pattern are sorted by the variable ([RowMatches]). The pattern with the fewest matches
/// for the row leads: each of its values is searched in the others, and the first larger value that
/// is found there is the next one.
final class Leapfrog implements QueryRows {
  private final QueryRun run;
  private final Batch batch;
  private final int column;
  private final Scope scope;
  private final @Nullable GraphColumn graph;

  /// The graphs of the rows; empty without `GRAPH ?g`.
  private final int[] graphs;

  /// Where the number of values of each row goes if no operator reads them, or null.
  private final @Nullable Demand counted;

  private final RowMatches[] lists;

  /// The next match of the current row in each list, and the place after the last one.
  private final long[] at;

  private final long[] end;

  /// The list with the fewest matches of the current row.
  private int lead;

  private int row = -1;

  /// The last value found.
  private int value;

  private int steps;

  /// The maximum number of rows in the next batch. It starts small, because many queries need only
  /// a few rows.
  private int capacity;

  /// Finds the matches of all rows.
  ///
  /// @param column the column of the variable
  /// @param graph the variable of `GRAPH ?g`, which the rows bind, or null to search the scope
  /// @param demand the columns that are read of the joined rows, or null for all
  Leapfrog(
      QueryRun run,
      Batch batch,
      List<Pattern> patterns,
      int column,
      Scope scope,
      @Nullable GraphColumn graph,
      @Nullable Demand demand) {
    this.run = run;
    this.batch = batch;
    this.column = column;
    this.scope = scope;
    this.graph = graph;
    int[] named = graph == null ? null : batch.column(graph.column());
    this.graphs = named == null ? new int[0] : run.terms().canonical(named, batch.size);
    this.counted = demand != null && !demand.columns().get(column) ? demand : null;
    this.lists = new RowMatches[patterns.size()];
    @Nullable RowMatches before = null;
    for (int i = 0; i < lists.length; i++) {
      before = new RowMatches(run, batch, patterns.get(i), column, before);
      lists[i] = before;
    }
    this.at = new long[lists.length];
    this.end = new long[lists.length];
    this.capacity = Math.max(64, batch.size);
  }

  @Override
  public @Nullable Batch next() {
    run.check();
    return counted == null ? matches() : counts(counted.weights());
  }

  private @Nullable Batch matches() {
    int[] origins = new int[capacity];
    int[] found = new int[capacity];
    int n = 0;
    while (n < capacity && findInRows()) {
      origins[n] = row;
      found[n++] = value;
    }
    capacity = Math.min(Batch.MAX_ROWS, 4 * capacity);
    return n == 0 ? null : batch.pick(origins, n).with(column, found);
  }

  /// Finds the next value of the current row or of a row after it.
  private boolean findInRows() {
    while (row < 0 || !find()) {
      if (!enterNext()) {
        return false;
      }
    }
    return true;
  }

  /// Returns the rows that have a value.
  ///
  /// @param weights where the number of values is multiplied in, or null to ignore it
  private @Nullable Batch counts(@Nullable Weights weights) {
    int[] kept = new int[batch.size];
    long[] numbers = weights == null ? new long[0] : weights.of(batch);
    long[] products = new long[numbers.length];
    int n = 0;
    while (enterNext()) {
      long found = 0;
      while ((weights != null || found == 0) && find()) {
        found++;
      }
      if (found > 0) {
        if (weights != null) {
          products[n] = Weights.times(numbers[row], found);
        }
        kept[n++] = row;
      }
    }
    if (n == 0) {
      return null;
    }
    Batch picked = batch.pick(kept, n);
    return weights == null ? picked : weights.with(picked, products);
  }

  /// Moves to the next row. Returns false at the end of the batch.
  private boolean enterNext() {
    row++;
    run.checkAt(row);
    if (row >= batch.size) {
      return false;
    }
    lead = 0;
    for (int i = 0; i < lists.length; i++) {
      at[i] = lists[i].start(row);
      end[i] = lists[i].end(row);
      if (end[i] - at[i] < end[lead] - at[lead]) {
        lead = i;
      }
    }
    return true;
  }

  /// Finds the next value of the current row.
  private boolean find() {
    Column leading = lists[lead].values();
    while (at[lead] < end[lead]) {
      run.checkAt(steps++);
      int wanted = leading.get(at[lead]);
      int found = wanted;
      for (int i = 0; i < lists.length && found == wanted; i++) {
        found = i == lead ? wanted : first(i, wanted);
      }
      if (found != wanted) {
        at[lead] = leading.first(at[lead] + 1, end[lead], found);
        continue;
      }
      boolean fits = isInGraph();
      at[lead]++;
      if (fits) {
        value = wanted;
        return true;
      }
    }
    return false;
  }

  /// Moves a list to its first value that is not below another, and returns it, or a value above
  /// all others if there is none.
  private int first(int list, int wanted) {
    Column values = lists[list].values();
    at[list] = values.first(at[list], end[list], wanted);
    return at[list] < end[list] ? values.get(at[list]) : Integer.MAX_VALUE;
  }

  /// Returns true if the current match of each list belongs to the graph.
  private boolean isInGraph() {
    if (graph == null && scope.all()) {
      return true;
    }
    for (int i = 0; i < lists.length; i++) {
      int set = lists[i].graphSet(at[i]);
      boolean fits =
          graph == null ? scope.has(set) : Arrays.binarySearch(graph.graphs(set), graphs[row]) >= 0;
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
