package org.techrace.serve.sparql;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.jena.query.QueryCancelledException;
import org.techrace.serve.work.Evaluator;

/// Runs work on a platform thread of its own, whose CPU time is known: that of a virtual thread is
/// not. Sets a signal once the work has used some CPU time, or after five times this by the clock.
/// The five times are for work that waits for a busy machine.
final class CpuLimit {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long EVERY_MS = 20;

  /// How much more time by the clock there is than CPU time.
  private static final int WAITING = 5;

  private CpuLimit() {}

  /// Returns the result of some work.
  ///
  /// @param time the CPU time after which the signal is set
  /// @param work gets the signal, and ends soon after it is set
  static <T> T run(Duration time, Function<AtomicBoolean, T> work) {
    AtomicBoolean reached = new AtomicBoolean();
    FutureTask<T> task = new FutureTask<>(() -> work.apply(reached));
    Thread thread = new Thread(null, task, "limits", Evaluator.STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    long end = System.nanoTime() + WAITING * time.toNanos();
    while (true) {
      try {
        return task.get(EVERY_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (THREADS.getThreadCpuTime(thread.threadId()) >= time.toNanos()
            || System.nanoTime() - end >= 0) {
          reached.set(true);
        }
      } catch (InterruptedException e) {
        reached.set(true);
        Thread.currentThread().interrupt();
        throw new QueryCancelledException();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException reason
            ? reason
            : new IllegalStateException(e.getCause());
      }
    }
  }
}
