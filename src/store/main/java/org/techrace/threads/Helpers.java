package org.techrace.threads;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.jena.query.ARQ;
import org.apache.jena.sparql.util.Context;
import org.apache.jena.sparql.util.Symbol;
import org.jspecify.annotations.Nullable;

/// Lends threads to queries. Each query runs on a thread of its own; helpers do parts of its work
/// as long as fewer threads evaluate queries than there are processors. With as many queries as
/// processors, each of them runs on its own thread only. Safe for use by several threads.
///
/// A query uses the helpers that the context of its execution has under [#SYMBOL]. Without them it
/// runs on one thread.
public final class Helpers {
  /// The key of the helpers in the context of an execution.
  public static final Symbol SYMBOL = Symbol.create("https://w3id.org/techrace/tool#helpers");

  /// The stack of a helper: that of a thread that evaluates queries, because expressions are
  /// evaluated recursively. Only the part that is used takes memory.
  private static final long STACK_BYTES = 1L << 27;

  private static final long IDLE_SECONDS = 60;

  private static final java.lang.management.ThreadMXBean THREADS =
      ManagementFactory.getThreadMXBean();

  /// The expected number of rows from which operators get helpers, unless a constructor sets
  /// another. Fewer rows take less time than starting helpers.
  private static final int DEFAULT_MIN_ROWS = 1024;

  /// The time after which a query gets helpers, unless a constructor sets another. Most queries end
  /// before.
  private static final long DEFAULT_WAIT_NANOS = 200_000;

  private static final long DEFAULT_TASK_NANOS = 500_000;

  /// The time for which a thread counts as evaluating a query after it has returned rows: it writes
  /// them, and then evaluates more.
  private static final long WRITING_NANOS = 10_000_000;

  /// Marks a thread that is evaluating now.
  private static final long NOW = Long.MIN_VALUE;

  private final int threads;
  private final int minRows;
  private final long waitNanos;
  private final long taskNanos;

  /// The threads that evaluate queries, each with [#NOW] or the time at which it returned rows. A
  /// thread that has ended is not kept: it would keep its query.
  private final Map<Thread, Long> evaluating = Collections.synchronizedMap(new WeakHashMap<>());

  private final AtomicInteger helping = new AtomicInteger();

  /// The bytes that helpers have allocated for evaluations that are in progress, by the thread of
  /// the evaluation.
  private final Map<Thread, Long> allocated = Collections.synchronizedMap(new WeakHashMap<>());

  /// The CPU time that helpers have used for evaluations that are in progress, in nanoseconds, by
  /// the thread of the evaluation.
  private final Map<Thread, Long> cpuNanos = Collections.synchronizedMap(new WeakHashMap<>());

  private final @Nullable ThreadPoolExecutor pool;

  /// Creates helpers. Their threads start when they are first needed and end when they are idle.
  ///
  /// @param threads the number of threads that evaluate queries while helpers work; 1 for no
  ///   helpers
  public Helpers(int threads) {
    this(threads, DEFAULT_MIN_ROWS, DEFAULT_WAIT_NANOS, DEFAULT_TASK_NANOS);
  }

  /// Creates helpers for queries that take longer than some time.
  ///
  /// @param minRows the expected number of rows from which operators get helpers
  /// @param waitNanos the time after which a query gets helpers
  /// @param taskNanos the time that a piece of work should take
  public Helpers(int threads, int minRows, long waitNanos, long taskNanos) {
    this.threads = threads;
    this.minRows = minRows;
    this.waitNanos = waitNanos;
    this.taskNanos = taskNanos;
    this.pool = threads > 1 ? pool(threads - 1) : null;
  }

  /// Makes the helpers available to the queries of a dataset.
  ///
  /// @param dataset the context of the dataset
  public void lendTo(Context dataset) {
    dataset.set(SYMBOL, this);
  }

  /// Makes the helpers available to all queries of the process. For a process that runs one
  /// command.
  public void lendToAll() {
    lendTo(ARQ.getContext());
  }

  private static ThreadPoolExecutor pool(int size) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(null, work, "query helper", STACK_BYTES);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /// Returns the number of threads that may evaluate one query.
  public int threads() {
    return threads;
  }

  /// Returns the expected number of rows from which operators get helpers.
  public int minRows() {
    return minRows;
  }

  /// Returns the time after which a query gets helpers, in nanoseconds.
  public long waitNanos() {
    return waitNanos;
  }

  /// Returns the time that a piece of work should take.
  public long taskNanos() {
    return taskNanos;
  }

  /// Evaluates a part of a query on its own thread. Calls within this one are not counted again.
  public <T extends @Nullable Object> T evaluate(Supplier<T> part) {
    Thread thread = Thread.currentThread();
    if (pool == null || evaluating.getOrDefault(thread, 0L) == NOW) {
      return part.get();
    }
    evaluating.put(thread, NOW);
    try {
      return part.get();
    } finally {
      evaluating.put(thread, System.nanoTime());
    }
  }

  /// Waits for the turn of the evaluation of this thread, which does not count as evaluating until
  /// then.
  public void pause(Turn turn) {
    Long evaluates = evaluating.remove(Thread.currentThread());
    try {
      turn.await();
    } finally {
      if (evaluates != null) {
        evaluating.put(Thread.currentThread(), evaluates);
      }
    }
  }

  /// Ends the evaluation of this thread, which may evaluate another query later. Not needed if the
  /// thread ends.
  public void endEvaluation() {
    evaluating.remove(Thread.currentThread());
    allocated.remove(Thread.currentThread());
    cpuNanos.remove(Thread.currentThread());
  }

  /// Returns the number of threads that evaluate queries, at least 1.
  private int busy() {
    long time = System.nanoTime();
    synchronized (evaluating) {
      evaluating
          .entrySet()
          .removeIf(
              e ->
                  !e.getKey().isAlive()
                      || (e.getValue() != NOW && time - e.getValue() > WRITING_NANOS));
      return Math.max(1, evaluating.size());
    }
  }

  /// Returns true if a processor is idle, so that a helper may start.
  public boolean isFree() {
    return pool != null && busy() + helping.get() < threads;
  }

  /// Lets a helper do some work. If no processor is idle when a helper takes the work, the work is
  /// dropped.
  ///
  /// @param owner the thread of the query
  /// @param work a short piece of work, of some milliseconds
  /// @param dropped called instead of the work
  /// @return false if no helper can take it
  public boolean submit(Thread owner, Runnable work, Runnable dropped) {
    if (pool == null) {
      return false;
    }
    try {
      pool.execute(
          () -> {
            if (enter()) {
              help(owner, work);
            } else {
              dropped.run();
            }
          });
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      return false; // no thread can start now
    }
  }

  private boolean enter() {
    while (true) {
      int now = helping.get();
      if (busy() + now >= threads) {
        return false;
      }
      if (helping.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  private void help(Thread owner, Runnable work) {
    long before = allocatedBytes();
    long cpuBefore = THREADS.getCurrentThreadCpuTime();
    try {
      work.run();
    } finally {
      helping.decrementAndGet();
      allocated.merge(owner, allocatedBytes() - before, Long::sum);
      cpuNanos.merge(owner, THREADS.getCurrentThreadCpuTime() - cpuBefore, Long::sum);
    }
  }

  private static long allocatedBytes() {
    return THREADS instanceof ThreadMXBean threads ? threads.getCurrentThreadAllocatedBytes() : 0;
  }

  /// Returns the number of bytes that helpers have allocated for the evaluations of a thread.
  public long allocatedFor(Thread owner) {
    return allocated.getOrDefault(owner, 0L);
  }

  /// Returns the CPU time that helpers have used for the evaluations of a thread, in nanoseconds.
  public long cpuNanosFor(Thread owner) {
    return cpuNanos.getOrDefault(owner, 0L);
  }
}
