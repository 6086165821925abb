package org.techrace.serve.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.techrace.threads.Helpers;

/// Tests that what earlier evaluations on the same thread have used does not count.
@Timeout(60)
final class ConsumptionTest {
  private static final int LARGE = 20_000_000;
  private static final int SMALL = 3_000_000;

  private final AtomicReference<byte[]> made = new AtomicReference<>(new byte[0]);

  @Test
  void countsTheBytesOfOneEvaluation() throws InterruptedException {
    Helpers helpers = new Helpers(2);
    MemoryGuard guard = new MemoryGuard(1, helpers);
    Consumption first = guard.begin();
    made.set(new byte[LARGE]);
    CountDownLatch helped = new CountDownLatch(1);
    Runnable work =
        () -> {
          made.set(new byte[LARGE]);
          helped.countDown();
        };
    assertThat(helpers.submit(Thread.currentThread(), work, helped::countDown)).isTrue();
    helped.await();
    while (first.bytes() < 2 * LARGE) {
      Thread.sleep(1); // until the bytes of the helper are counted
    }
    assertThat(first.bytes()).isBetween(2L * LARGE, 2L * LARGE + SMALL);
    guard.end();
    Consumption second = guard.begin();
    made.set(new byte[SMALL]);
    assertThat(second.bytes()).isBetween((long) SMALL, 2L * SMALL);
    assertThat(made.get()).hasSize(SMALL);
  }

  @Test
  void countsTheCpuTimeOfOneEvaluation() throws InterruptedException {
    Helpers helpers = new Helpers(2);
    MemoryGuard guard = new MemoryGuard(1, helpers);
    Consumption first = guard.begin();
    use(20_000_000);
    assertThat(first.cpuNanos()).isBetween(20_000_000L, 2_000_000_000L);
    CountDownLatch helped = new CountDownLatch(1);
    Runnable work =
        () -> {
          use(20_000_000);
          helped.countDown();
        };
    assertThat(helpers.submit(Thread.currentThread(), work, helped::countDown)).isTrue();
    helped.await();
    while (helpers.cpuNanosFor(Thread.currentThread()) < 20_000_000) {
      Thread.sleep(1); // until the time of the helper is counted
    }
    assertThat(first.cpuNanos()).isGreaterThan(40_000_000);
    guard.end();
    assertThat(guard.begin().cpuNanos()).isLessThan(20_000_000);
  }

  /// Uses CPU time of this thread.
  private static void use(long nanos) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + nanos;
    while (threads.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }
}
