package org.techrace.serve.sparql;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Sets a signal once the thread that made it has used some CPU time. Work that waits for a busy
/// machine is not stopped.
final class CpuLimit implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long EVERY_MS = 20;

  private final long thread = Thread.currentThread().threadId();
  private final AtomicBoolean reached = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final long end;

  /// Begins to count.
  CpuLimit(Duration time) {
    this.end = THREADS.getThreadCpuTime(thread) + time.toNanos();
    Thread.ofVirtual().name("cpu limit").start(this::watch);
  }

  /// True once the time is used.
  AtomicBoolean reached() {
    return reached;
  }

  private void watch() {
    try {
      while (!closed.await(EVERY_MS, TimeUnit.MILLISECONDS)) {
        if (THREADS.getThreadCpuTime(thread) >= end) {
          reached.set(true);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
