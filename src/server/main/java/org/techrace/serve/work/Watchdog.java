package org.techrace.serve.work;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Watches evaluations that were stopped. An evaluation still running one second later is stuck: it
/// is counted and its place is given to others. A stuck evaluation cannot be ended in this process.
/// If too many are stuck, the process reports that it is unhealthy, so that its supervisor restarts
/// it.
public final class Watchdog implements AutoCloseable {
  /// The time in which an evaluation must end after it was stopped.
  static final Duration GRACE = Duration.ofSeconds(1);

  private final int most;
  private final Set<Running> stuck = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("watchdog").unstarted(task));

  /// @param most how many evaluations may be stuck before the process is unhealthy
  public Watchdog(int most) {
    this.most = most;
    // An evaluation that has ended must not keep its release in memory until somebody asks.
    var _ =
        timer.scheduleWithFixedDelay(
            this::forgetEnded, GRACE.toMillis(), GRACE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void forgetEnded() {
    stuck.removeIf(Running::hasEnded);
  }

  /// Watches an evaluation that was stopped.
  ///
  /// @param release gives its place to others; called at most once, and only if it is stuck
  void watch(Running evaluation, Runnable release) {
    if (timer.isShutdown()) {
      return; // the server ends, and its evaluations with it
    }
    var _ =
        timer.schedule(
            () -> {
              if (!evaluation.hasEnded()) {
                stuck.add(evaluation);
                release.run();
              }
            },
            GRACE.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /// Returns the number of evaluations that are stuck now.
  ///
  /// @param name the name of those counted
  long stuck(String name) {
    forgetEnded();
    return stuck.stream().filter(each -> each.name().equals(name)).count();
  }

  /// Returns the reason why the process is unhealthy, or empty.
  public Optional<String> complaint() {
    forgetEnded();
    int now = stuck.size();
    return now > most
        ? Optional.of(
            "%d evaluations did not stop on the signal, more than the %d allowed (limits.stuck): restart the process."
                .formatted(now, most))
        : Optional.empty();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
