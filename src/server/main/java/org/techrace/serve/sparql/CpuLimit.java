package org.techrace.serve.sparql;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Sets a signal once the thread that made it has used some CPU time, or after five times this by
/// the clock: other threads can work for it, and the CPU time of a virtual thread is not known. The
/// five times are for work that waits for a busy machine.
final class CpuLimit implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long EVERY_MS = 20;

  /// How much more time by the clock there is than CPU time.
  private static final int WAITING = 5;

  private final Thread thread = Thread.currentThread();
  private final AtomicBoolean reached = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final long cpuEnd;
  private final long end;

  /// Begins to count.
  CpuLimit(Duration time) {
    this.cpuEnd = used() + time.toNanos();
    this.end = System.nanoTime() + WAITING * time.toNanos();
    Thread.ofVirtual().name("cpu limit").start(this::watch);
  }

  /// True once the time is used.
  AtomicBoolean reached() {
    return reached;
  }

  private long used() {
    return thread.isVirtual() ? 0 : THREADS.getThreadCpuTime(thread.threadId());
  }

  private void watch() {
    try {
      while (!closed.await(EVERY_MS, TimeUnit.MILLISECONDS)) {
        if (used() >= cpuEnd || System.nanoTime() - end >= 0) {
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
