package org.techrace.serve.work;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every 50 ms at the evaluations that requests wait for, on one thread. So the requests wait
/// without a time limit: a timed wait costs as much as a small query. The thread ends when there
/// has been nothing to look at for 10 s. Safe for concurrent use.
final class Lookout {
  private static final Logger log = LoggerFactory.getLogger(Lookout.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private final Runnable first;
  private volatile boolean runs;

  /// @param first runs before each look at the evaluations; returns soon
  Lookout(Runnable first) {
    this.first = first;
  }

  /// An evaluation for which a request waits.
  abstract static class Waiting {
    private final long begun = System.nanoTime();
    private boolean removed;

    /// Checks whether the request should go on waiting. Returns soon. Not called within the first
    /// 50 ms, by several threads at the same time, or after [Lookout#remove].
    abstract void look();

    private synchronized void lookIfDue() {
      if (!removed && System.nanoTime() - begun >= BETWEEN_LOOKS.toNanos()) {
        look();
      }
    }

    private synchronized void end() {
      removed = true;
    }
  }

  /// Looks at an evaluation until it is removed.
  void add(Waiting evaluation) {
    waiting.add(evaluation);
    if (!runs) {
      start();
    }
  }

  /// Ends the looks at an evaluation. Waits for the one in progress.
  void remove(Waiting evaluation) {
    waiting.remove(evaluation);
    evaluation.end();
  }

  private synchronized void start() {
    if (!runs) {
      Thread.ofPlatform().daemon().name("lookout").start(this::run);
      runs = true;
    }
  }

  private void run() {
    long lastUse = System.nanoTime();
    do {
      try {
        TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
      } catch (InterruptedException e) {
        continue; // nobody interrupts this thread
      }
      if (!waiting.isEmpty()) {
        lastUse = System.nanoTime();
      }
      try {
        first.run();
      } catch (RuntimeException e) {
        log.error("the places cannot be looked at", e);
      }
      waiting.forEach(Lookout::look);
    } while (!ends(lastUse));
  }

  private static void look(Waiting evaluation) {
    try {
      evaluation.lookIfDue();
    } catch (RuntimeException e) {
      log.error("an evaluation cannot be looked at", e);
    }
  }

  private synchronized boolean ends(long lastUse) {
    if (System.nanoTime() - lastUse < IDLE.toNanos()) {
      return false;
    }
    runs = false;
    // A thread that has seen the mark before may have added an evaluation.
    runs = !waiting.isEmpty();
    return !runs;
  }
}
