package org.techrace.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.techrace.pipeline.Progress;

/// One line that says how far a build is: on a terminal only, and only once the work has taken a
/// second.
final class ProgressLine implements Progress, AutoCloseable {
  private static final long PATIENCE = 1_000_000_000L;
  private static final long PAUSE = 100_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier clock;
  private final long start;
  private long shown;
  private String step = "";

  /// @param out where the terminal is
  ProgressLine(PrintWriter out) {
    this(
        out,
        Optional.ofNullable(System.console()).filter(c -> c.isTerminal()).isPresent(),
        System::nanoTime);
  }

  /// @param terminal whether it is one
  /// @param clock the time in nanoseconds
  ProgressLine(PrintWriter out, boolean terminal, LongSupplier clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.shown = start;
  }

  @Override
  public void step(String name) {
    step = name;
    if (isDue()) {
      show(name);
    }
  }

  @Override
  public void rows(String table, long rows) {
    if (isDue()) {
      show("%s: %s, %,d rows".formatted(step, table, rows));
    }
  }

  /// Says how far a mapping is: rows, quads, their rate, and the time left if all goes on like
  /// this.
  void at(String table, long rows, long quads, double share) {
    if (!isDue()) {
      return;
    }
    double seconds = (clock.getAsLong() - start) / (double) PATIENCE;
    String left =
        share > 0
            ? "; %.0f %%, %,.0f s left".formatted(100 * share, seconds / share - seconds)
            : "";
    show(
        "%s, %,d rows; %,d quads, %,.0f a second%s"
            .formatted(table, rows, quads, quads / seconds, left));
  }

  private boolean isDue() {
    long now = clock.getAsLong();
    return terminal && now - start > PATIENCE && now - shown > PAUSE;
  }

  private void show(String text) {
    shown = clock.getAsLong();
    out.print("%s%,d s  %s".formatted(CLEAR, (shown - start) / PATIENCE, text));
    out.flush();
  }

  /// Takes the line away.
  @Override
  public void close() {
    if (terminal && shown != start) {
      out.print(CLEAR);
      out.flush();
    }
  }
}
