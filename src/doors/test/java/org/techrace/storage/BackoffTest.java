package org.techrace.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private Instant now = Instant.EPOCH;
  private final List<Long> attempts = new ArrayList<>();
  private final Backoff backoff = new Backoff(Duration.ofSeconds(5), () -> now);

  private void fail() throws IOException {
    attempts.add(now.getEpochSecond());
    throw new IOException("damaged");
  }

  @Test
  void eachFailureDoublesTheDelayUpToTwoMinutes() {
    for (; now.getEpochSecond() < 500; now = now.plusSeconds(5)) {
      assertThatThrownBy(() -> backoff.attempt("a", this::fail)).hasMessage("damaged");
    }
    assertThat(attempts).containsExactly(0L, 5L, 15L, 35L, 75L, 155L, 275L, 395L);
  }

  @Test
  void otherReleasesAreNotDelayedAndASuccessEndsTheDelay() throws IOException {
    assertThatThrownBy(() -> backoff.attempt("a", this::fail)).hasMessage("damaged");
    backoff.attempt("b", () -> attempts.add(-1L));
    now = now.plusSeconds(5);
    backoff.attempt("a", () -> attempts.add(-2L));
    assertThatThrownBy(() -> backoff.attempt("a", this::fail)).hasMessage("damaged");
    now = now.plusSeconds(5);
    assertThatThrownBy(() -> backoff.attempt("a", this::fail)).hasMessage("damaged");
    assertThat(attempts).containsExactly(0L, -1L, -2L, 5L, 10L);
  }
}
