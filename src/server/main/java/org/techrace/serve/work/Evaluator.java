package org.techrace.serve.work;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.ClientBudgets;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.text.Reader;
import org.techrace.threads.Turn;

/// Runs evaluations, each on a thread other than that of its request, and stops them when their
/// time is up, their client has left, or memory runs short. The client is answered at once even if
/// the evaluation is slow to stop; the evaluation keeps its place, its release and its thread until
/// it has ended. Safe for concurrent use.
public final class Evaluator {
  /// The stack of a thread that evaluates queries. It is large, because paths and expressions are
  /// evaluated recursively. Only the part that is used takes memory, until the thread ends.
  public static final long STACK_BYTES = 1L << 27;

  /// The time after which a thread without work ends. Threads are kept because starting one takes
  /// about 0.1 ms, as long as many queries.
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final String one;
  private final Duration time;
  private final Admission<Work<?>> admission;
  private final MemoryGuard memory;
  private final ClientBudgets budgets;
  private final Watchdog watchdog;
  private final Lookout lookout;
  private final Timer timer;
  private final ThreadPoolExecutor threads;

  /// @param one the word for an evaluation in messages, such as `query`
  /// @param many the word for several evaluations
  /// @param metric the name of the metrics
  /// @param time the longest an evaluation may take, including the wait for a place
  /// @param memory shared by all evaluators: it stops the evaluation that uses most memory
  /// @param watchdog shared by all evaluators: it watches those that do not stop
  /// @param budgets shared by all evaluators: the CPU time that each client may use
  private Evaluator(
      String one,
      String many,
      String metric,
      Duration time,
      Limits.Places places,
      MemoryGuard memory,
      Watchdog watchdog,
      ClientBudgets budgets,
      MeterRegistry metrics) {
    this.one = one;
    this.budgets = budgets;
    this.watchdog = watchdog;
    this.time = time;
    this.admission = new Admission<>(many, places, Work::start);
    this.lookout = new Lookout(admission::look);
    this.memory = memory;
    this.timer = metrics.timer(metric);
    this.threads = threads(one);
    metrics.gauge(metric + ".running", admission, Admission::running);
    metrics.gauge(metric + ".waiting", admission, Admission::waiting);
    metrics.gauge(metric + ".stuck", watchdog, w -> w.stuck(one));
  }

  /// Returns threads that start when they are needed. [Admission] limits their number.
  private static ThreadPoolExecutor threads(String name) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE.toMillis(),
        TimeUnit.MILLISECONDS,
        new SynchronousQueue<>(),
        work -> {
          Thread thread = new Thread(null, work, name, STACK_BYTES);
          thread.setDaemon(true);
          return thread;
        });
  }

  /// An evaluator of SPARQL queries.
  public static Evaluator ofQueries(
      Limits limits,
      MemoryGuard memory,
      Watchdog watchdog,
      ClientBudgets budgets,
      MeterRegistry metrics) {
    return new Evaluator(
        "query",
        "queries",
        "techrace.queries",
        limits.time(),
        limits.queries(),
        memory,
        watchdog,
        budgets,
        metrics);
  }

  /// An evaluator of pages, and of all other requests that read the release without SPARQL.
  public static Evaluator ofPages(
      Limits limits,
      MemoryGuard memory,
      Watchdog watchdog,
      ClientBudgets budgets,
      MeterRegistry metrics) {
    return new Evaluator(
        "request",
        "requests",
        "techrace.pages",
        limits.time(),
        limits.pages(),
        memory,
        watchdog,
        budgets,
        metrics);
  }

  /// Work that checks a signal regularly, and ends soon after the signal is set.
  @FunctionalInterface
  public interface Evaluation<T extends @Nullable Object> {
    T run(AtomicBoolean stop) throws IOException;
  }

  /// Evaluates the answer of a processor.
  ///
  /// @param processor runs on another thread while the connection is watched, so it must not read
  ///   the body of the request
  /// @throws Refusal 429 or 503 if all places are taken, the time is up or memory is short; or as
  ///   the processor throws
  public Answer answer(Request request, Lease lease, Processor processor) {
    return evaluate(request, lease, time, stop -> processor.answer(request, lease.until(stop)));
  }

  /// Waits for a place, runs an evaluation, and returns its value.
  ///
  /// @param lease what the evaluation reads; kept open until it has ended
  /// @param time the longest it may take, including the wait for a place
  /// @throws Refusal 429 or 503 if all places are taken, the time is up or memory is short; or as
  ///   the evaluation throws
  public <T> T evaluate(Request request, Lease lease, Duration time, Evaluation<T> evaluation) {
    return evaluate(Caller.of(request), lease, time, evaluation);
  }

  /// Waits for a place, runs an evaluation within the usual time, and returns its value.
  ///
  /// @param lease what the evaluation reads; kept open until it has ended
  /// @throws Refusal 429 or 503 if all places are taken, the time is up or memory is short; or as
  ///   the evaluation throws
  public <T> T evaluate(Caller caller, Lease lease, Evaluation<T> evaluation) {
    return evaluate(caller, lease, time, evaluation);
  }

  /// Waits for a place, runs an evaluation, and returns its value, as for a request.
  public <T> T evaluate(Caller caller, Lease lease, Duration time, Evaluation<T> evaluation) {
    budgets.checkCpu(caller.client());
    Work<T> work = new Work<>(evaluation, caller, lease.again(), time);
    work.enter();
    boolean ended;
    try {
      lookout.add(work);
      work.settled.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(503, "The server is shutting down.");
    } finally {
      ended = work.leave();
    }
    if (!ended) {
      throw work.refusal();
    }
    return work.result();
  }

  /// Runs an evaluation, then those that get its place.
  private static void runAll(Work<?> first) {
    Optional<Work<?>> next = Optional.of(first);
    while (next.isPresent()) {
      boolean _ = Thread.interrupted(); // an earlier evaluation may have been interrupted
      next = next.get().run();
    }
  }

  private Refusal timeIsUp(Duration time) {
    return new Refusal(
        503,
        "The %s was stopped after %.1f seconds, the time it has."
            .formatted(one, time.toMillis() / 1e3));
  }

  private Refusal shortOfMemory() {
    return new Refusal(
        503, "The " + one + " needs more memory than there is; ask for less at once.");
  }

  /// An evaluation, from its wait for a place to its end.
  private final class Work<T> extends Lookout.Waiting implements Running {
    private final AtomicBoolean stop = new AtomicBoolean();

    /// Opened when the evaluation has ended, or has been given up.
    private final CountDownLatch settled = new CountDownLatch(1);

    private final AtomicReference<@Nullable T> value = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();
    private final Evaluation<T> evaluation;
    private final Caller caller;
    private final Lease lease;
    private final Duration time;
    private final long deadline;
    private final Admission<Work<?>>.Place place;
    private final Reader reader = Reader.current();
    private volatile @Nullable Consumption consumption;
    private volatile boolean begun;
    private volatile boolean ended;

    Work(Evaluation<T> evaluation, Caller caller, Lease lease, Duration time) {
      this.evaluation = evaluation;
      this.caller = caller;
      this.lease = lease;
      this.time = time;
      this.deadline = System.nanoTime() + time.toNanos();
      this.place = admission.place(caller.client().name(), this);
    }

    /// Starts, or waits for a place.
    ///
    /// @throws Refusal 429 or 503 if there are too many
    void enter() {
      boolean entered = false;
      try {
        place.enter();
        entered = true;
      } finally {
        if (!entered) {
          lease.close();
        }
      }
    }

    /// Runs on a thread of its own. If there is none because memory is short, this evaluation and
    /// those that get its place fail.
    void start() {
      begun = true;
      try {
        threads.execute(() -> runAll(this));
      } catch (OutOfMemoryError e) {
        failure.set(e);
        lease.close();
        place.close();
        settle();
      }
    }

    /// Runs and gives up the place.
    ///
    /// @return the evaluation that gets the place, for this thread to run
    private Optional<Work<?>> run() {
      begun = true;
      Timer.Sample sample = Timer.start();
      Consumption used = memory.begin();
      consumption = used;
      try (lease) {
        value.set(
            ScopedValue.where(Turn.CURRENT, place)
                .call(() -> reader.during(() -> evaluation.run(stop))));
      } catch (Throwable e) {
        failure.set(e);
      }
      try {
        sample.stop(timer);
        budgets.useCpu(caller.client(), used.cpuNanos());
        memory.end();
        // Before the client has its answer, because it may send its next request then.
        return place.pass();
      } finally {
        settle();
      }
    }

    private void settle() {
      ended = true;
      settled.countDown();
    }

    @Override
    void look() {
      if (caller.gone().getAsBoolean()) {
        giveUp(new Refusal(499, "The client is gone."));
      } else if (System.nanoTime() > deadline) {
        giveUp(begun ? timeIsUp(time) : admission.tooMany());
      } else if (begun && memory.stops(this)) {
        giveUp(shortOfMemory());
      }
    }

    private void giveUp(Refusal reason) {
      refusal.set(reason);
      settled.countDown();
    }

    /// Ends the wait of the request. An evaluation that has not ended is stopped.
    ///
    /// @return false if it has not ended. It has no result then: its value may check the signal
    boolean leave() {
      lookout.remove(this);
      memory.forget(this);
      if (ended) {
        return true;
      }
      if (place.leaveQueue()) {
        lease.close();
      } else {
        stop.set(true);
        place.endSoon();
        watchdog.watch(this, place::close);
      }
      return false;
    }

    @Override
    public String name() {
      return one;
    }

    @Override
    public boolean hasEnded() {
      return ended;
    }

    @Override
    public long allocatedBytes() {
      Consumption counted = consumption;
      return counted == null ? 0 : counted.bytes();
    }

    Refusal refusal() {
      return Objects.requireNonNull(refusal.get(), "an evaluation that has not ended is refused");
    }

    T result() {
      return switch (failure.get()) {
        case null -> Objects.requireNonNull(value.get(), "an evaluation gives a value or throws");
        case OutOfMemoryError error -> throw shortOfMemory();
        case IOException io -> throw new UncheckedIOException(io);
        case RuntimeException runtime -> throw runtime;
        case Error error -> throw error;
        case Throwable other -> throw new IllegalStateException(other);
      };
    }
  }
}
