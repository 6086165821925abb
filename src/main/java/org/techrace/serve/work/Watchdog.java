package org.techrace.serve.work;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Watches evaluations that were told to stop. One that goes on for a second after that is stuck:
/// it is counted, and its place goes to others. It cannot be ended in this process, so when too
/// many are stuck the process reports that it is not well and whoever runs it starts it again.
public final class Watchdog implements AutoCloseable {
  /// How long an evaluation may go on after it was told to stop.
  static final Duration GRACE = Duration.ofSeconds(1);

  private final int most;
  private final Set<Thread> stuck = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("watchdog").unstarted(task));

  /// @param most how many evaluations may be stuck before the process is not well
  public Watchdog(int most) {
    this.most = most;
  }

  /// Watches an evaluation from the moment at which it was told to stop.
  ///
  /// @param release gives its place to others; called at most once, if it is stuck
  void watch(Thread evaluation, Runnable release) {
    if (timer.isShutdown()) {
      return; // the server ends, and its evaluations with it
    }
    timer.schedule(
        () -> {
          if (evaluation.isAlive()) {
            stuck.add(evaluation);
            release.run();
          }
        },
        GRACE.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /// How many evaluations are stuck now.
  ///
  /// @param name of the threads counted
  long stuck(String name) {
    stuck.removeIf(thread -> !thread.isAlive());
    return stuck.stream().filter(thread -> thread.getName().equals(name)).count();
  }

  /// What is wrong with the process, if something is.
  public Optional<String> complaint() {
    stuck.removeIf(thread -> !thread.isAlive());
    int now = stuck.size();
    return now > most
        ? Optional.of(
            "%d evaluations did not stop when they were told to, more than the %d allowed (limit.stuck): restart the process."
                .formatted(now, most))
        : Optional.empty();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
