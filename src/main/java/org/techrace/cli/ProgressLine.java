package org.techrace.cli;

import java.io.PrintWriter;
import java.util.Optional;
import org.techrace.pipeline.Progress;

/// One line that says how far a build is: on a terminal only, and only once the work has taken a
/// second.
final class ProgressLine implements Progress, AutoCloseable {
  private static final long PATIENCE = 1_000_000_000L;
  private static final long PAUSE = 100_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private long shown = start;
  private String step = "";

  /// @param out where the terminal is
  ProgressLine(PrintWriter out) {
    this.out = out;
    this.terminal = Optional.ofNullable(System.console()).filter(c -> c.isTerminal()).isPresent();
  }

  @Override
  public void step(String name) {
    step = name;
    show(name, PAUSE);
  }

  @Override
  public void rows(String table, long rows) {
    if ((rows & 0xff) == 0) {
      show("%s: %s, %,d rows".formatted(step, table, rows), PAUSE);
    }
  }

  private void show(String text, long pause) {
    long now = System.nanoTime();
    if (terminal && now - start > PATIENCE && now - shown > pause) {
      shown = now;
      out.print("%s%,d s  %s".formatted(CLEAR, (now - start) / PATIENCE, text));
      out.flush();
    }
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
