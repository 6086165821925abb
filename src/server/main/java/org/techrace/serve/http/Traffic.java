package org.techrace.serve.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Counts requests in progress, and lets them end before the server stops. Safe for concurrent use.
public final class Traffic {
  /// The time after an answer in which its client is expected to send another request.
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final MeterRegistry metrics;
  private int underWay;
  private int ofClients;
  private long lastOfClients;
  private boolean draining;

  public Traffic(MeterRegistry metrics) {
    this.metrics = metrics;
    this.lastOfClients = System.nanoTime() - PAUSE.toNanos();
    metrics.gauge("techrace.requests.under.way", this, Traffic::underWay);
  }

  /// @param client false for a request that the server sends itself, or for its health
  synchronized void enter(boolean client) {
    underWay++;
    if (client) {
      ofClients++;
    }
  }

  /// @param client as in [#enter]
  void leave(boolean client, int status, long nanos) {
    metrics
        .timer("techrace.requests", "status", String.valueOf(status))
        .record(nanos, TimeUnit.NANOSECONDS);
    synchronized (this) {
      underWay--;
      if (client) {
        ofClients--;
        lastOfClients = System.nanoTime();
      }
      notifyAll();
    }
  }

  /// Reports whether clients ask now, or have asked less than a quarter of a second ago.
  public synchronized boolean busy() {
    return ofClients > 0 || System.nanoTime() - lastOfClients < PAUSE.toNanos();
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
