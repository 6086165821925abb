package org.techrace.store.query.join;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.row.QueryRun;

/// The terms of the store for which a condition on a variable may be true, such as the geometries
/// in a box. The variable must be bound by a triple pattern of the group, so that it has a term of
/// the store.
final class CandidatesConjunct implements Conjunct {
  private final QueryRun run;
  private final String name;
  private final int column;
  private final int[] ids;

  /// Creates a conjunct.
  ///
  /// @param name describes the candidates
  /// @param ids the ids in ascending order
  CandidatesConjunct(QueryRun run, String name, int column, int[] ids) {
    this.run = run;
    this.name = name;
    this.column = column;
    this.ids = ids;
  }

  @Override
  public String text() {
    return name + ": " + ids.length;
  }

  @Override
  public BitSet columns() {
    BitSet columns = new BitSet();
    columns.set(column);
    return columns;
  }

  @Override
  public boolean isConcurrent() {
    return true;
  }

  @Override
  public JoinStep plan(double rows, Map<Integer, Sample> bound) {
    Sample values = bound.get(column);
    return new JoinStep(
        values == null ? ids.length : share(values.ids()),
        0,
        in -> new CandidateRows(run, in, column, ids));
  }

  /// Returns an estimate of the share of values that are candidates.
  private double share(int[] values) {
    double found = Arrays.stream(values).filter(id -> Arrays.binarySearch(ids, id) >= 0).count();
    // A candidate may be outside of the sample.
    return Math.max(found, 0.5) / Math.max(1, values.length);
  }

  @Override
  public Sample sample(int column, int size) {
    return column == this.column ? new Sample(ids.length, i -> ids[i]) : Sample.UNKNOWN;
  }
}
