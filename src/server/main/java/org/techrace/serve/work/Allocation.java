package org.techrace.serve.work;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.techrace.threads.Helpers;

/// Counts the bytes that one evaluation allocates on its thread, and that helpers allocate for it.
/// Evaluations that ran on the thread before do not count. Any thread may read the number.
final class Allocation {
  /// Finding it takes longer than asking it.
  private static final java.lang.management.ThreadMXBean THREADS =
      ManagementFactory.getThreadMXBean();

  private final Thread thread = Thread.currentThread();
  private final long before = allocatedBytes(thread);
  private final Helpers helpers;

  /// Begins to count, on the thread of the evaluation.
  Allocation(Helpers helpers) {
    this.helpers = helpers;
  }

  /// The number of bytes until now.
  long bytes() {
    return allocatedBytes(thread) - before + helpers.allocatedFor(thread);
  }

  private static long allocatedBytes(Thread thread) {
    return THREADS instanceof ThreadMXBean threads
        ? threads.getThreadAllocatedBytes(thread.threadId())
        : 0;
  }
}
