package org.techrace.serve;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Whether a load balancer should send requests to this server: from the end of its warm-up on, or
/// 30 s after its release was open. Requests delay the warm-up, so a server that is asked from the
/// first moment would not be ready for a long time although it answers. Load has no effect after
/// that. Safe for concurrent use.
final class Readiness implements BooleanSupplier {
  private static final Duration MOST_WARM_UP = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private boolean warm;
  private boolean open;
  private long opened;

  /// @param nanoTime the clock
  Readiness(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// Notes that the release is open in all its parts.
  synchronized void open() {
    open = true;
    opened = nanoTime.getAsLong();
  }

  /// Notes that the warm-up has ended.
  synchronized void warmedUp() {
    warm = true;
  }

  @Override
  public synchronized boolean getAsBoolean() {
    return open && (warm || nanoTime.getAsLong() - opened > MOST_WARM_UP.toNanos());
  }
}
