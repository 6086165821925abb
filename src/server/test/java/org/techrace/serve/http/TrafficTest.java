package org.techrace.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/// Tests whether clients ask.
final class TrafficTest {
  private final Traffic traffic = new Traffic(new SimpleMeterRegistry());

  @Test
  void isBusyWhileAClientAsksAndShortlyAfter() throws InterruptedException {
    assertThat(traffic.busy()).isFalse();
    traffic.enter(true);
    assertThat(traffic.busy()).isTrue();
    traffic.leave(true, 200, 1);
    for (int looks = 0; traffic.busy() && looks < 1000; looks++) {
      Thread.sleep(20);
    }
    assertThat(traffic.busy()).isFalse();
  }

  @Test
  void requestsOfTheServerItselfDoNotCount() {
    traffic.enter(false);
    assertThat(traffic.busy()).isFalse();
    traffic.leave(false, 200, 1);
    assertThat(traffic.busy()).isFalse();
  }
}
