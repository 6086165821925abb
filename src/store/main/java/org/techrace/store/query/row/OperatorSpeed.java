package org.techrace.store.query.row;

/// Estimates how long operators take for rows, from the rows that one thread has read through them.
/// Later rows have more weight: a scan of all terms reads IRIs, for which a test of texts is fast,
/// before literals.
final class OperatorSpeed {
  private final long recentNanos;
  private long nanos;
  private long rows;

  /// @param recentNanos the time after which earlier rows begin to lose weight
  OperatorSpeed(long recentNanos) {
    this.recentNanos = recentNanos;
  }

  /// Adds a measurement.
  void add(long measuredNanos, long measuredRows) {
    nanos += measuredNanos;
    rows += measuredRows;
    if (nanos > recentNanos && rows > 1) {
      nanos /= 2;
      rows /= 2;
    }
  }

  /// Returns true if some rows have been measured.
  boolean isKnown() {
    return rows > 0;
  }

  /// Returns the expected number of rows that are read in some time.
  double rowsIn(long time) {
    return (double) time * rows / Math.max(1, nanos);
  }

  /// Returns the expected time for some rows.
  double nanosFor(long count) {
    return (double) count * nanos / Math.max(1, rows);
  }
}
