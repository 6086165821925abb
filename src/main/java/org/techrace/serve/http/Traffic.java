package org.techrace.serve.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Counts requests in progress, and lets them end before the server stops. Safe for concurrent use.
public final class Traffic {
  private final MeterRegistry metrics;
  private int underWay;
  private boolean draining;

  public Traffic(MeterRegistry metrics) {
    this.metrics = metrics;
    metrics.gauge("techrace.requests.under.way", this, Traffic::underWay);
  }

  synchronized void enter() {
    underWay++;
  }

  void leave(int status, long nanos) {
    metrics
        .timer("techrace.requests", "status", String.valueOf(status))
        .record(nanos, TimeUnit.NANOSECONDS);
    synchronized (this) {
      underWay--;
      notifyAll();
    }
  }

  synchronized int underWay() {
    return underWay;
  }

  synchronized boolean draining() {
    return draining;
  }

  /// Refuses new requests from now on. Returns when the requests in progress have ended, or when
  /// the time is up.
  public synchronized void drain(Duration patience) {
    draining = true;
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (underWay > 0 && System.nanoTime() < end) {
        wait(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
