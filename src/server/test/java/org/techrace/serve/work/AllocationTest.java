package org.techrace.serve.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.techrace.threads.Helpers;

/// Tests that the bytes of earlier evaluations on the same thread do not count.
@Timeout(60)
final class AllocationTest {
  private static final int LARGE = 20_000_000;
  private static final int SMALL = 3_000_000;

  private final AtomicReference<byte[]> made = new AtomicReference<>(new byte[0]);

  @Test
  void countsTheBytesOfOneEvaluation() throws InterruptedException {
    Helpers helpers = new Helpers(2);
    MemoryGuard guard = new MemoryGuard(1, helpers);
    Allocation first = guard.begin();
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
    Allocation second = guard.begin();
    made.set(new byte[SMALL]);
    assertThat(second.bytes()).isBetween((long) SMALL, 2L * SMALL);
    assertThat(made.get()).hasSize(SMALL);
  }
}
