package org.techrace.serve.work;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.techrace.threads.Helpers;

/// Counts the bytes and the CPU time that one evaluation uses on its thread, and that helpers use
/// for it. Evaluations that ran on the thread before do not count.
final class Consumption {
  /// Finding it takes longer than asking it.
  private static final java.lang.management.ThreadMXBean THREADS =
      ManagementFactory.getThreadMXBean();

  private final Thread thread = Thread.currentThread();
  private final long bytesBefore = allocatedBytes(thread);
  private final long cpuBefore = THREADS.getCurrentThreadCpuTime();
  private final Helpers helpers;

  /// Begins to count, on the thread of the evaluation.
  Consumption(Helpers helpers) {
    this.helpers = helpers;
  }

  /// The number of bytes until now. Any thread may read it.
  long bytes() {
    return allocatedBytes(thread) - bytesBefore + helpers.allocatedFor(thread);
  }

  /// The CPU time until now, in nanoseconds. Only for the thread of the evaluation.
  long cpuNanos() {
    return THREADS.getCurrentThreadCpuTime() - cpuBefore + helpers.cpuNanosFor(thread);
  }

  private static long allocatedBytes(Thread thread) {
    return THREADS instanceof ThreadMXBean threads
        ? threads.getThreadAllocatedBytes(thread.threadId())
        : 0;
  }
}
