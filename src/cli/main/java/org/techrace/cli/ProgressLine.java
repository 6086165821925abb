package org.techrace.cli;

import java.io.PrintWriter;
import java.util.function.LongSupplier;
import org.techrace.pipeline.Progress;

/// A line with the progress of a build. It is shown only on a terminal, and only after one second.
/// Safe for use by several threads.
final class ProgressLine implements Progress, AutoCloseable {
  private static final long FIRST_AFTER_NANOS = 1_000_000_000L;
  private static final long INTERVAL_NANOS = 100_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier clock;
  private final long start;
  private long shown;
  private String step = "";

  /// @param out the terminal
  ProgressLine(PrintWriter out) {
    this(out, Terminal.console().isPresent(), System::nanoTime);
  }

  /// @param terminal true if `out` is a terminal
  /// @param clock returns the time in nanoseconds
  ProgressLine(PrintWriter out, boolean terminal, LongSupplier clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.shown = start;
  }

  @Override
  public synchronized void step(String name) {
    step = name;
    if (isDue()) {
      show(name);
    }
  }

  @Override
  public synchronized void rows(String table, long rows) {
    if (isDue()) {
      show("%s: %s, %,d rows".formatted(step, table, rows));
    }
  }

  /// Shows the progress of a mapping: rows, quads, quads per second, and the estimated remaining
  /// time.
  synchronized void at(String table, long rows, long quads, double share) {
    if (!isDue()) {
      return;
    }
    double seconds = (clock.getAsLong() - start) / (double) FIRST_AFTER_NANOS;
    String left =
        share > 0
            ? "; %.0f %%, %,.0f s left".formatted(100 * share, seconds / share - seconds)
            : "";
    show(
        "%s, %,d rows; %,d quads, %,.0f a second%s"
            .formatted(table, rows, quads, quads / seconds, left));
  }

  /// Shows the progress of a transfer: megabytes, megabytes per second, and the estimated remaining
  /// time.
  synchronized void bytes(String what, long done, long all) {
    if (!isDue()) {
      return;
    }
    double seconds = (clock.getAsLong() - start) / (double) FIRST_AFTER_NANOS;
    String left = done > 0 ? "; %,.0f s left".formatted(seconds * (all - done) / done) : "";
    show(
        "%s: %,d of %,d MB; %,.1f MB a second%s"
            .formatted(what, done >> 20, all >> 20, done / seconds / (1 << 20), left));
  }

  private boolean isDue() {
    long now = clock.getAsLong();
    return terminal && now - start > FIRST_AFTER_NANOS && now - shown > INTERVAL_NANOS;
  }

  private void show(String text) {
    shown = clock.getAsLong();
    out.print("%s%,d s  %s".formatted(CLEAR, (shown - start) / FIRST_AFTER_NANOS, text));
    out.flush();
  }

  /// Clears the line.
  @Override
  public synchronized void close() {
    if (terminal && shown != start) {
      out.print(CLEAR);
      out.flush();
    }
  }
}
