package org.techrace.table.input;

import org.techrace.access.Limits;

/// Bounds the heap that one row takes in a format whose rows are trees, such as JSON objects and
/// XML elements. Not thread-safe.
public final class RowBudget {
  /// The heap for a JSON value or XML node without its text: at most about 200 bytes, for an object
  /// or element that is empty.
  private static final int NODE_BYTES = 200;

  private final long most;
  private long used;

  /// A row needs more heap than there may be.
  public static final class ExceededException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private ExceededException(long most) {
      super(
          "this row needs more than the %,d MiB of memory that a row may take (sandbox.row-mib in techrace.toml); split it, or choose an iterator that finds smaller rows"
              .formatted(most >> 20));
    }
  }

  RowBudget(long most) {
    this.most = most;
  }

  /// Returns a budget with the default limit, for a value that no file's limits apply to.
  public static RowBudget usual() {
    return new RowBudget(Limits.DEFAULT.rowBytes());
  }

  /// Begins a new row.
  public void begin() {
    used = 0;
  }

  /// Counts a value or node of the row.
  ///
  /// @param characters the length of its text
  /// @throws ExceededException if the row needs more heap than allowed
  public void add(int characters) {
    used += NODE_BYTES + 2L * characters;
    if (used > most) {
      throw new ExceededException(most);
    }
  }

  /// Returns the estimated heap of the row, in bytes.
  public long used() {
    return used;
  }
}
