package org.techrace.serve.sparql;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Work is stopped on each kind of thread, also while it waits for other threads.
@Timeout(60)
final class CpuLimitTest {
  @Test
  void stopsWorkOfAPlatformThread() throws InterruptedException {
    Thread.ofPlatform().start(CpuLimitTest::work).join();
  }

  @Test
  void stopsWorkOfAVirtualThread() throws InterruptedException {
    Thread.ofVirtual().start(CpuLimitTest::work).join();
  }

  @Test
  void stopsWaiting() throws InterruptedException {
    try (CpuLimit limit = new CpuLimit(Duration.ofMillis(10))) {
      while (!limit.reached().get()) {
        Thread.sleep(1);
      }
    }
  }

  /// Returns only once it is stopped.
  private static void work() {
    try (CpuLimit limit = new CpuLimit(Duration.ofMillis(10))) {
      AtomicBoolean reached = limit.reached();
      while (!reached.get()) {
        Thread.onSpinWait();
      }
    }
  }
}
