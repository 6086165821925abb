package org.techrace.guard;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.Syntax;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.system.Txn;

/// A query that runs for 20 ms of processor time and is then cancelled, as the server does after a
/// timeout.
///
/// @param end the way it ended
/// @param millis the processor time used after the cancellation, in milliseconds. In contrast to
///   elapsed time, it does not depend on the load of the machine.
/// @param bytes the memory that it has allocated, in bytes
/// @param failure the unexpected exception, or empty
record StoppedCall(End end, long millis, long bytes, String failure) {
  private static final long BEFORE_STOP_MILLIS = 20;

  /// The processor time after which a call counts as stuck.
  private static final long STUCK_MILLIS = 5_000;

  private static final long STACK_BYTES = 1L << 27;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static {
    StoppableDescription.install();
  }

  /// The ways a call can end.
  enum End {
    ANSWERED,
    REFUSED,
    STOPPED,
    FAILED,
    STUCK
  }

  /// Reports whether it used more time than allowed but ended.
  boolean isSlow(long most) {
    return millis > most && end != End.STUCK;
  }

  /// Runs a query and cancels it after 20 ms of processor time.
  static StoppedCall of(String text, DatasetGraph dataset) throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Ended> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(null, () -> ended.complete(run(text, dataset, stop)), "call", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    long latest = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STUCK_MILLIS);
    while (thread.isAlive()
        && millis(0, cpu(thread)) < BEFORE_STOP_MILLIS
        && System.nanoTime() < latest) {
      thread.join(1);
    }
    long cpuAtStop = THREADS.getThreadCpuTime(thread.threadId());
    stop.set(true);
    while (thread.isAlive() && millis(cpuAtStop, cpu(thread)) < STUCK_MILLIS) {
      thread.join(BEFORE_STOP_MILLIS);
    }
    if (thread.isAlive()) {
      return new StoppedCall(End.STUCK, STUCK_MILLIS, 0, at(thread));
    }
    Ended last = ended.join();
    long millis = cpuAtStop < 0 ? 0 : millis(cpuAtStop, last.cpu);
    return new StoppedCall(last.end, millis, last.bytes, last.failure);
  }

  private record Ended(End end, String failure, long cpu, long bytes) {
    static Ended now(End end, String failure) {
      return new Ended(
          end,
          failure,
          THREADS.getCurrentThreadCpuTime(),
          THREADS.getCurrentThreadAllocatedBytes());
    }
  }

  /// Returns what a thread is doing.
  private static String at(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .limit(12)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining(" < "));
  }

  private static long cpu(Thread thread) {
    return Math.max(0, THREADS.getThreadCpuTime(thread.threadId()));
  }

  private static long millis(long from, long to) {
    return TimeUnit.NANOSECONDS.toMillis(to - from);
  }

  private static Ended run(String text, DatasetGraph dataset, AtomicBoolean stop) {
    try {
      Query query = LinearParser.parse(text, null, Syntax.syntaxSPARQL_12);
      FunctionRules.check(Algebra.compile(query));
      Txn.executeRead(dataset, () -> answer(query, dataset, stop));
      return Ended.now(End.ANSWERED, "");
    } catch (QueryCancelledException e) {
      return Ended.now(End.STOPPED, "");
    } catch (QueryRefusedException | QueryException e) {
      return Ended.now(End.REFUSED, "");
    } catch (Throwable e) {
      StackTraceElement[] at = e.getStackTrace();
      return Ended.now(End.FAILED, e + (at.length == 0 ? "" : " at " + at[0]));
    }
  }

  private static void answer(Query query, DatasetGraph dataset, AtomicBoolean stop) {
    try (QueryExec exec =
        QueryExec.dataset(dataset)
            .query(query)
            .set(ARQConstants.symCancelQuery, stop)
            .set(ARQConstants.sysOptimizerFactory, new Guard())
            .build()) {
      switch (query.queryType()) {
        case ASK -> exec.ask();
        case CONSTRUCT -> exec.construct();
        case DESCRIBE -> exec.describe();
        default -> exec.select().forEachRemaining(row -> row.forEach((variable, term) -> {}));
      }
    }
  }
}
