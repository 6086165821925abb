package org.techrace.engine.output;

import java.util.concurrent.atomic.AtomicLong;
import org.techrace.memory.Fingerprint;
import org.techrace.memory.Memory;
import org.techrace.table.Utf8Row;

/// Recognizes rows of a table with the same values as an earlier row, whose quads are the same, so
/// that they need not be generated again. If few of the first rows repeat others, the table is not
/// examined any further. Safe for use by several threads.
public final class RepeatedRows {
  private static final int STRIPES = 16;

  /// The number of rows after which the share of repeated rows is looked at.
  private static final int SAMPLE_ROWS = 1 << 20;

  /// The smallest share of repeated rows that is worth the lookups.
  private static final int LEAST_SHARE_DIVISOR = 8;

  private final Memory memory;
  private final int slots;
  private final FingerprintSet[] seen = new FingerprintSet[STRIPES];
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private volatile boolean ended;

  /// @param memory the budget for the fingerprints of rows; rows beyond it are not recognized
  /// @param slots the number of references that are read from each row
  public RepeatedRows(Memory memory, int slots) {
    this.memory = memory;
    this.slots = slots;
    for (int i = 0; i < STRIPES; i++) {
      seen[i] = new FingerprintSet();
    }
  }

  /// Computes the fingerprint of a row.
  ///
  /// @return false if the row is not to be examined
  public boolean read(Utf8Row row, Fingerprint fingerprint) {
    if (ended) {
      return false;
    }
    fingerprint.reset();
    for (int slot = 0; slot < slots; slot++) {
      long span = row.span(slot);
      if (span == Utf8Row.NOT_PLAIN) {
        return false;
      }
      if (span == Utf8Row.NO_VALUE) {
        // No text has this length.
        fingerprint.addLong(span);
      } else {
        fingerprint.add(row.array(), Utf8Row.from(span), Utf8Row.to(span));
      }
    }
    return true;
  }

  /// Loads the slot of a row, so that it is in the processor's cache when it is needed.
  ///
  /// @param high the halves of its fingerprint
  /// @return any number, for a caller that must use the result
  public long touch(long high, long low) {
    return set(high).touch(low);
  }

  /// Returns true if a row has the same values as one that was added.
  ///
  /// @param high the halves of its fingerprint
  public boolean isKnown(long high, long low) {
    FingerprintSet set = set(high);
    synchronized (set) {
      return set.contains(high, low);
    }
  }

  /// Adds a row without errors and warnings, after it has been mapped.
  ///
  /// @param high the halves of its fingerprint
  public void add(long high, long low) {
    FingerprintSet set = set(high);
    synchronized (set) {
      if (!set.isFull() || take(set.growth())) {
        set.add(high, low, true);
      }
    }
  }

  /// Counts rows that were examined. After enough of them, decides whether to examine more.
  ///
  /// @param known the number of those that are known
  public void count(long examined, long known) {
    long allRepeated = repeated.addAndGet(known);
    long all = rows.addAndGet(examined);
    if (all / SAMPLE_ROWS != (all - examined) / SAMPLE_ROWS
        && allRepeated < all / LEAST_SHARE_DIVISOR) {
      ended = true;
    }
  }

  private FingerprintSet set(long high) {
    return seen[(int) (high >>> 60)];
  }

  /// Takes memory, and half as much for the copy that is made while a set grows.
  private boolean take(long bytes) {
    long withCopy = bytes + bytes / 2;
    boolean granted = memory.take(withCopy);
    if (granted) {
      taken.addAndGet(withCopy);
    } else {
      ended = true;
    }
    return granted;
  }

  /// Gives the memory back. No row is recognized afterwards.
  public void free() {
    ended = true;
    memory.giveBack(taken.getAndSet(0));
  }
}
