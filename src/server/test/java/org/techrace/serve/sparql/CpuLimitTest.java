package org.techrace.serve.sparql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class CpuLimitTest {
  private static final Duration SHORT = Duration.ofMillis(10);

  @Test
  void stopsWorkOfAPlatformThread() throws Exception {
    assertThat(stopped(Thread.ofPlatform())).isTrue();
  }

  /// The CPU time of a virtual thread is not known, so that the work has a thread of its own.
  @Test
  void stopsWorkOfAVirtualThread() throws Exception {
    assertThat(stopped(Thread.ofVirtual())).isTrue();
  }

  private static boolean stopped(Thread.Builder threads) throws Exception {
    FutureTask<Boolean> task = new FutureTask<>(() -> CpuLimit.run(SHORT, CpuLimitTest::work));
    threads.start(task);
    return task.get();
  }

  /// Works until it is stopped.
  private static boolean work(AtomicBoolean reached) {
    while (!reached.get()) {
      Thread.onSpinWait();
    }
    return !Thread.currentThread().isVirtual();
  }

  @Test
  void returnsTheResultOfShortWork() {
    assertThat(CpuLimit.run(Duration.ofHours(1), AtomicBoolean::get)).isFalse();
  }

  @Test
  void throwsWhatTheWorkThrows() {
    assertThatThrownBy(
            () ->
                CpuLimit.run(
                    SHORT,
                    _ -> {
                      throw new IllegalStateException("broken");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
  }
}
