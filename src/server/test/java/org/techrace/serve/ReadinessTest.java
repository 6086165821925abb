package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A server that is asked from the first moment becomes ready although its warm-up does not end.
final class ReadinessTest {
  private long now;
  private final Readiness readiness = new Readiness(() -> now);

  @Test
  void isReadyAfterTheWarmUp() {
    readiness.warmedUp();
    assertThat(readiness.getAsBoolean()).as("not open").isFalse();
    readiness.open();
    assertThat(readiness.getAsBoolean()).isTrue();
  }

  @Test
  void isReadyWithoutWarmUpSomeTimeAfterItIsOpen() {
    now += Duration.ofMinutes(10).toNanos();
    assertThat(readiness.getAsBoolean()).as("not open").isFalse();
    readiness.open();
    assertThat(readiness.getAsBoolean()).isFalse();
    now += Duration.ofSeconds(31).toNanos();
    assertThat(readiness.getAsBoolean()).isTrue();
  }
}
