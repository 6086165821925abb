package org.techrace.serve.work;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.techrace.threads.Helpers;

/// Finds the evaluation to stop when the heap fills up: the one that has allocated most memory,
/// with what helpers have allocated for it. Whether the heap is full is known after a garbage
/// collection, which runs on a thread of its own: a request that waited for it would be late with
/// its answer. Safe for concurrent use.
public final class MemoryGuard {
  private static final long BETWEEN_COLLECTIONS_NANOS = 2_000_000_000L;

  private final double share;
  private final Helpers helpers;
  private final Map<Running, Long> allocated = new ConcurrentHashMap<>();
  private final Set<Running> toStop = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean collecting = new AtomicBoolean();
  private volatile long lastCollection = System.nanoTime() - BETWEEN_COLLECTIONS_NANOS;

  public MemoryGuard(double share, Helpers helpers) {
    this.share = share;
    this.helpers = helpers;
  }

  /// Begins to count what an evaluation uses, on its thread.
  Consumption begin() {
    return new Consumption(helpers);
  }

  /// Ends the evaluation of this thread, which may run another one next.
  void end() {
    helpers.endEvaluation();
  }

  /// Reports whether this evaluation must be stopped. Called every 50 ms for each; returns at once.
  boolean stops(Running evaluation) {
    allocated.put(evaluation, evaluation.allocatedBytes());
    allocated.keySet().removeIf(Running::hasEnded);
    toStop.removeIf(Running::hasEnded);
    boolean due = System.nanoTime() - lastCollection > BETWEEN_COLLECTIONS_NANOS;
    if (due && full() && collecting.compareAndSet(false, true)) {
      startCollection();
    }
    return toStop.contains(evaluation);
  }

  private void startCollection() {
    try {
      Thread.ofPlatform().daemon().name("memory guard").start(this::collect);
    } catch (OutOfMemoryError e) {
      collecting.set(false); // there is no memory for a thread now; the next look tries again
    }
  }

  /// Ignores an evaluation from now on because it has ended or was stopped. Stopping it again would
  /// free no memory, and the next largest evaluation must not be spared.
  void forget(Running evaluation) {
    allocated.remove(evaluation);
    toStop.remove(evaluation);
  }

  /// Collects garbage. If the heap is still full, the evaluation that has allocated most is
  /// stopped.
  private void collect() {
    try {
      ManagementFactory.getMemoryMXBean().gc();
      if (full()) {
        allocated.entrySet().stream()
            .filter(each -> !each.getKey().hasEnded())
            .max(Comparator.comparingLong(Map.Entry::getValue))
            .ifPresent(most -> toStop.add(most.getKey()));
      }
    } finally {
      lastCollection = System.nanoTime();
      collecting.set(false);
    }
  }

  private boolean full() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return heap.getUsed() > share * heap.getMax();
  }
}
