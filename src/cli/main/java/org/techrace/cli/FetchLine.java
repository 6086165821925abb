package org.techrace.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.techrace.fetch.FetchProgress;
import org.techrace.fetch.Outcome;

/// Shows the progress of `fetch`: on a terminal a bar with bytes, rate and remaining time;
/// elsewhere a line every ten seconds. Thread-safe.
final class FetchLine implements FetchProgress, AutoCloseable {
  private static final long SECOND = 1_000_000_000L;
  private static final long BETWEEN_BARS = SECOND / 10;
  private static final long BETWEEN_LINES = 10 * SECOND;
  private static final int WIDTH = 24;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier clock;
  private final Map<String, Transfer> running = new TreeMap<>();
  private long shown;

  /// The progress of one file.
  ///
  /// @param start the time at which its first bytes arrived, in nanoseconds
  /// @param before the number of bytes at that time
  private record Transfer(long start, long before, long bytes, OptionalLong total) {}

  FetchLine(PrintWriter out, PrintWriter err) {
    this(out, err, Terminal.console().isPresent(), System::nanoTime);
  }

  /// @param out receives the outcomes
  /// @param err receives the bar
  /// @param terminal true if `err` is a terminal
  /// @param clock returns the time in nanoseconds
  FetchLine(PrintWriter out, PrintWriter err, boolean terminal, LongSupplier clock) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.clock = clock;
    this.shown = clock.getAsLong();
  }

  @Override
  public synchronized void received(String table, long bytes, OptionalLong total) {
    long now = clock.getAsLong();
    Transfer first = new Transfer(now, bytes, bytes, total);
    running.merge(table, first, (old, _) -> new Transfer(old.start(), old.before(), bytes, total));
    if (now - shown > (terminal ? BETWEEN_BARS : BETWEEN_LINES)) {
      shown = now;
      show(bar(now));
    }
  }

  /// Returns the progress of all files that are being downloaded.
  private String bar(long now) {
    long start = running.values().stream().mapToLong(Transfer::start).min().orElse(now);
    long bytes = running.values().stream().mapToLong(Transfer::bytes).sum();
    long before = running.values().stream().mapToLong(Transfer::before).sum();
    double rate = (bytes - before) / Math.max(1e-3, (now - start) / (double) SECOND);
    String what = String.join(", ", running.keySet());
    if (running.values().stream().anyMatch(one -> one.total().isEmpty())) {
      return "%s  %s, %s/s".formatted(what, size(bytes), size(Math.round(rate)));
    }
    long total = running.values().stream().mapToLong(one -> one.total().getAsLong()).sum();
    double share = total == 0 ? 1 : Math.min(1, bytes / (double) total);
    int full = (int) (WIDTH * share);
    return "%s  [%s%s] %.0f %%  %s of %s, %s/s, %,.0f s left"
        .formatted(
            what,
            "#".repeat(full),
            "-".repeat(WIDTH - full),
            100 * share,
            size(bytes),
            size(total),
            size(Math.round(rate)),
            rate > 0 ? (total - bytes) / rate : 0);
  }

  /// Formats a number of bytes with the unit that makes it less than 1,000.
  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    if (bytes < 1e6) {
      return "%.1f kB".formatted(bytes / 1e3);
    }
    return bytes < 1e9 ? "%.1f MB".formatted(bytes / 1e6) : "%.2f GB".formatted(bytes / 1e9);
  }

  @Override
  public synchronized void waits(String table, Duration time, String reason) {
    line("waiting   %s: %s; next try in %,d s".formatted(table, reason, time.toSeconds()));
  }

  @Override
  public synchronized void done(Outcome outcome) {
    String name = outcome.one().name();
    running.remove(name);
    clear();
    switch (outcome.kind()) {
      case FETCHED ->
          out.println(
              "fetched   %s, %s, SHA-256 %s"
                  .formatted(name, size(outcome.entry().bytes()), outcome.entry().sha256()));
      case UNCHANGED -> out.println("unchanged " + name);
      case PRESENT ->
          out.println(
              "present   %s; the server cannot report changes, --update fetches it again"
                  .formatted(name));
    }
    out.flush();
  }

  private void line(String text) {
    clear();
    err.println(text);
    err.flush();
  }

  private void show(String text) {
    if (terminal) {
      err.print(CLEAR + text);
      err.flush();
    } else {
      line(text);
    }
  }

  private void clear() {
    if (terminal) {
      err.print(CLEAR);
      err.flush();
    }
  }

  @Override
  public synchronized void close() {
    clear();
  }
}
