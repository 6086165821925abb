package org.techrace.serve.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Tests when evaluations are looked at.
final class LookoutTest {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final Lookout lookout = new Lookout(() -> {});

  private static final class Counted extends Lookout.Waiting {
    private final long begun = System.nanoTime();
    private final CountDownLatch twice = new CountDownLatch(2);
    private final AtomicInteger looks = new AtomicInteger();
    private volatile long first;

    @Override
    void look() {
      twice.countDown();
      if (looks.getAndIncrement() == 0) {
        first = System.nanoTime();
        throw new IllegalStateException("a look that fails does not end the others");
      }
    }
  }

  @Test
  void looksUntilItIsRemoved() throws Exception {
    Counted one = new Counted();
    Counted other = new Counted();
    lookout.add(one);
    lookout.add(other);
    assertThat(one.twice.await(20, TimeUnit.SECONDS)).isTrue();
    lookout.remove(one);
    int looks = one.looks.get();
    assertThat(Duration.ofNanos(one.first - one.begun)).isGreaterThanOrEqualTo(BETWEEN_LOOKS);
    assertThat(other.twice.await(20, TimeUnit.SECONDS)).isTrue();
    Thread.sleep(3 * BETWEEN_LOOKS.toMillis());
    assertThat(one.looks).hasValue(looks);
    lookout.remove(other);
  }
}
