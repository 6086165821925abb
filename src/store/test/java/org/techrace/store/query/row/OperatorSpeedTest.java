package org.techrace.store.query.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class OperatorSpeedTest {
  private final OperatorSpeed speed = new OperatorSpeed(1000);

  @Test
  void isUnknownWithoutRows() {
    speed.add(500, 0);
    assertThat(speed.isKnown()).isFalse();
    speed.add(100, 1);
    assertThat(speed.isKnown()).isTrue();
  }

  @Test
  void estimatesRowsAndTime() {
    speed.add(100, 20);
    assertThat(speed.rowsIn(50)).isEqualTo(10);
    assertThat(speed.nanosFor(10)).isEqualTo(50);
  }

  @Test
  void givesMoreWeightToLaterRows() {
    speed.add(100_000, 1000);
    for (int i = 0; i < 100; i++) {
      speed.add(1000, 1000);
    }
    assertThat(speed.nanosFor(1000)).isCloseTo(1000, within(100.0));
  }

  @Test
  void staysKnownIfNoTimeIsRecent() {
    OperatorSpeed latest = new OperatorSpeed(0);
    for (int i = 0; i < 10; i++) {
      latest.add(100, 1);
    }
    assertThat(latest.isKnown()).isTrue();
  }
}
