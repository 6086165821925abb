package org.techrace.serve.work;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the evaluation to stop when the heap fills up: the one that has allocated most memory.
public final class MemoryGuard {
  private static final long BETWEEN_COLLECTIONS_NANOS = 2_000_000_000L;

  private final double share;
  private final Map<Thread, Long> allocated = new ConcurrentHashMap<>();
  private long lastCollection = System.nanoTime() - BETWEEN_COLLECTIONS_NANOS;

  public MemoryGuard(double share) {
    this.share = share;
  }

  /// Reports whether this evaluation must be stopped. Called every 50 ms for each evaluation.
  boolean stops(Thread evaluation) {
    allocated.put(evaluation, allocatedBytes(evaluation));
    allocated.keySet().removeIf(t -> !t.isAlive());
    return full() && hungriest(evaluation) && stillFullAfterCollection();
  }

  /// Ignores an evaluation from now on because it was stopped. Stopping it again would free no
  /// memory, and the next largest evaluation must not be spared.
  void forget(Thread evaluation) {
    allocated.remove(evaluation);
  }

  private boolean hungriest(Thread evaluation) {
    long most = allocated.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return allocated.getOrDefault(evaluation, 0L) >= most;
  }

  private boolean full() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return heap.getUsed() > share * heap.getMax();
  }

  /// Reports whether the heap is still full after a garbage collection, which runs at most every
  /// two seconds.
  private synchronized boolean stillFullAfterCollection() {
    if (System.nanoTime() - lastCollection < BETWEEN_COLLECTIONS_NANOS) {
      return false;
    }
    ManagementFactory.getMemoryMXBean().gc();
    lastCollection = System.nanoTime();
    return full();
  }

  private static long allocatedBytes(Thread thread) {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
        ? threads.getThreadAllocatedBytes(thread.threadId())
        : 0;
  }
}
