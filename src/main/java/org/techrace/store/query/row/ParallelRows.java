package org.techrace.store.query.row;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.threads.Helpers;

/// Applies operators to the batches of a stream, several batches at a time. The rows and their
/// order are the same as on one thread.
///
/// The query's own thread reads the input and divides it into tasks of a few batches. Helpers run
/// tasks. The own thread returns the rows of the first task, and runs tasks that no helper has
/// taken. The number of tasks is limited, and a task pauses if many of its batches have not been
/// returned.
///
/// The operators are created several times. They must return the same rows for a batch whatever
/// they have read before, and must be able to read more input after its end.
///
/// The methods are called by one thread. Helpers may be at work between the calls; [#close] waits
/// until they have stopped.
public final class ParallelRows implements QueryRows {
  /// The number of batches of a task that may wait to be returned.
  private static final int MAX_READY = 32;

  /// The maximum number of batches of a task.
  private static final int TASK_BATCHES = 64;

  /// The time after which the own thread checks for cancellation while it waits.
  private static final long CHECK_MILLIS = 20;

  private final QueryRun run;
  private final Helpers helpers;

  /// The time that the own thread spends in the operators before there are tasks.
  private final long waitNanos;

  private final QueryRows input;
  private final UnaryOperator<QueryRows> operators;

  /// The query's own thread.
  private volatile Thread owner = Thread.currentThread();

  private boolean inputEnded;

  /// The operators that the own thread uses while there are no tasks.
  private final Stage own;

  /// True if [#own] may have more rows of the batches that it has read.
  private boolean ownOpen;

  /// True while [#own] reads more than one batch.
  private boolean skipping;

  /// The time that the own thread has spent in [#own], and the rows that it read.
  private long ownNanos;

  private long ownRows;

  /// Guards the fields below and those of the tasks.
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();

  /// The tasks in the order of their rows.
  private final Deque<Task> tasks = new ArrayDeque<>();

  /// The operators that no task uses.
  private final Deque<Stage> idle = new ArrayDeque<>();

  /// The number of helpers that have been asked and have not answered.
  private int asked;

  /// Creates a stream that gets helpers after some time of work.
  ///
  /// @param operators applies the operators to a stream
  public ParallelRows(QueryRun run, QueryRows input, UnaryOperator<QueryRows> operators) {
    this(run, input, operators, run.helpers().waitNanos());
  }

  private ParallelRows(
      QueryRun run, QueryRows input, UnaryOperator<QueryRows> operators, long waitNanos) {
    this.run = run;
    this.helpers = run.helpers();
    this.waitNanos = waitNanos;
    this.input = input;
    this.operators = operators;
    this.own = new Stage(operators, () -> skipping ? read() : null);
  }

  /// Runs some work for each of several batches, and returns when all of it is done.
  ///
  /// @param batches few batches, each with much work
  public static void forEach(QueryRun run, QueryRows batches, Consumer<Batch> work) {
    UnaryOperator<QueryRows> operators =
        in ->
            () -> {
              Batch batch = in.next();
              if (batch != null) {
                work.accept(batch);
              }
              return batch;
            };
    QueryRows all = new ParallelRows(run, batches, operators, 0);
    Batch done = all.next();
    while (done != null) {
      done = all.next();
    }
  }

  /// One instance of the operators.
  private static final class Stage {
    private final Deque<Batch> batches = new ArrayDeque<>();
    private final QueryRows rows;

    /// @param more what the operators read after the batches
    Stage(UnaryOperator<QueryRows> operators, QueryRows more) {
      rows =
          operators.apply(
              () -> {
                Batch batch = batches.poll();
                return batch != null ? batch : more.next();
              });
    }
  }

  /// Some batches of the input.
  private static final class Task {
    private final Stage stage;
    private final Deque<Batch> ready = new ArrayDeque<>();
    private @Nullable Thread runner;
    private boolean ended;
    private @Nullable Throwable failure;

    Task(Stage stage) {
      this.stage = stage;
    }

    boolean isOpen() {
      return runner == null && !ended && ready.size() < MAX_READY;
    }
  }

  @Override
  public QueryRows inParallel(QueryRun ofRows, UnaryOperator<QueryRows> operator) {
    return new ParallelRows(run, input, in -> operator.apply(operators.apply(in)));
  }

  @Override
  public @Nullable Batch next() {
    try {
      return advance();
    } catch (Throwable e) {
      close(); // the streams that read this one may not do so
      throw e;
    }
  }

  private @Nullable Batch advance() {
    owner = Thread.currentThread();
    while (true) {
      run.check();
      if (!tasks.isEmpty()) {
        fill();
        Batch batch = ofTasks();
        if (batch != null) {
          return batch;
        }
        continue;
      }
      if (ownOpen) {
        Batch batch = ofOwn();
        if (batch != null) {
          return batch;
        }
        ownOpen = false;
      }
      if (ownNanos >= waitNanos && helpers.isFree()) {
        fill();
      }
      if (tasks.isEmpty()) {
        Batch batch = read();
        if (batch == null) {
          return null;
        }
        ownRows += batch.size;
        own.batches.add(batch);
        ownOpen = true;
      }
    }
  }

  private @Nullable Batch read() {
    Batch batch = inputEnded ? null : input.next();
    inputEnded = batch == null;
    return batch;
  }

  private @Nullable Batch ofOwn() {
    long start = System.nanoTime();
    try {
      return own.rows.next();
    } finally {
      ownNanos += System.nanoTime() - start;
    }
  }

  @Override
  public long skip(long rows) {
    if (!tasks.isEmpty()) {
      return 0;
    }
    skipping = true;
    try {
      ownOpen = true;
      return own.rows.skip(rows);
    } finally {
      skipping = false;
    }
  }

  /// Makes tasks, and asks helpers to run them. Ends after a while, even if there is room for more,
  /// because the reader may not need them.
  private void fill() {
    long start = System.nanoTime();
    while (!inputEnded && tasks.size() < 2 * helpers.threads()) {
      Deque<Batch> batches = batches();
      if (batches.isEmpty()) {
        break;
      }
      lock.lock();
      try {
        Stage stage = idle.isEmpty() ? new Stage(operators, QueryRows.none()) : idle.pop();
        stage.batches.addAll(batches);
        tasks.add(new Task(stage));
      } finally {
        lock.unlock();
      }
      ask();
      if (isOver(start)) {
        break;
      }
    }
  }

  /// Reads the batches of a task.
  private Deque<Batch> batches() {
    long start = System.nanoTime();
    double rows = (double) helpers.taskNanos() * ownRows / Math.max(1, ownNanos);
    Deque<Batch> batches = new ArrayDeque<>();
    for (Batch batch = read(); batch != null; batch = read()) {
      batches.add(batch);
      rows -= batch.size;
      if (rows <= 0 || batches.size() == TASK_BATCHES || isOver(start)) {
        break;
      }
    }
    return batches;
  }

  private boolean isOver(long start) {
    return System.nanoTime() - start > helpers.taskNanos();
  }

  /// Returns a batch of the first task, or null if it has none now.
  private @Nullable Batch ofTasks() {
    Task first = tasks.element();
    Task task;
    lock.lock();
    try {
      Batch batch = first.ready.poll();
      if (batch != null) {
        if (first.ready.size() == MAX_READY / 2) {
          ask(); // the task may have paused
        }
        return batch;
      }
      if (first.ended) {
        remove(first);
        return null;
      }
      task = open();
      if (task == null) {
        await();
        return null;
      }
      task.runner = owner;
    } finally {
      lock.unlock();
    }
    // Of the first task, one batch at a time is returned at once.
    run(task, task == first ? 1 : MAX_READY);
    return null;
  }

  private void remove(Task ended) {
    tasks.remove();
    Throwable failure = ended.failure;
    if (failure == null) {
      idle.push(ended.stage);
      return;
    }
    ended.stage.rows.close();
    switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  private @Nullable Task open() {
    for (Task task : tasks) {
      if (task.isOpen()) {
        return task;
      }
    }
    return null;
  }

  @SuppressWarnings("WaitNotInLoop") // the callers loop
  private void await() {
    try {
      boolean _ = changed.await(CHECK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the next check ends the query
    }
  }

  /// Asks a helper to run a task, if a processor is idle.
  private void ask() {
    if (helpers.isFree()) {
      submit();
    }
  }

  /// Asks a helper to run a task, unless enough have been asked. The helper decides when it starts
  /// whether a processor is idle.
  private void submit() {
    lock.lock();
    try {
      if (asked >= helpers.threads() - 1 || open() == null) {
        return;
      }
      asked++;
    } finally {
      lock.unlock();
    }
    if (!helpers.submit(owner, this::help, this::answered)) {
      answered();
    }
  }

  private void answered() {
    lock.lock();
    try {
      asked--;
    } finally {
      lock.unlock();
    }
  }

  /// Runs a task on the thread of a helper.
  private void help() {
    Task task;
    lock.lock();
    try {
      asked--;
      task = open();
      if (task == null) {
        return;
      }
      task.runner = Thread.currentThread();
    } finally {
      lock.unlock();
    }
    run(task, MAX_READY);
    submit(); // after the work of other queries
  }

  /// Runs a task until it ends or has as many batches to be returned.
  private void run(Task task, int batches) {
    Throwable failure = null;
    boolean ended = false;
    try {
      boolean full = false;
      while (!ended && !full) {
        Batch batch = task.stage.rows.next();
        ended = batch == null;
        full = batch != null && add(task, batch) >= batches;
      }
    } catch (Throwable e) {
      failure = e;
    }
    lock.lock();
    try {
      task.failure = failure;
      task.ended = ended || failure != null;
      task.runner = null;
      if (Thread.currentThread() != owner) {
        boolean _ = Thread.interrupted(); // set by close
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private int add(Task task, Batch batch) {
    lock.lock();
    try {
      task.ready.add(batch);
      changed.signalAll();
      return task.ready.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      for (Task task : tasks) {
        task.ended |= task.runner == null; // no helper takes it now
        if (task.runner != null) {
          task.runner.interrupt();
        }
      }
      while (tasks.stream().anyMatch(task -> task.runner != null)) {
        changed.awaitUninterruptibly();
      }
      tasks.forEach(task -> task.stage.rows.close());
      idle.forEach(stage -> stage.rows.close());
      tasks.clear();
      idle.clear();
    } finally {
      lock.unlock();
    }
    inputEnded = true;
    own.rows.close();
    input.close();
  }
}
