package org.techrace.store.query.row;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
/// taken. A thread that finds no such task divides a running one: it takes the second half of the
/// batches that have not been read. So the threads end at about the same time, even if a batch
/// takes much longer than those before it. The number of tasks is limited, and a task pauses if
/// many of its batches have not been returned.
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
  private static final int TASK_BATCHES = 32;

  /// The maximum numbers of tasks for each thread that are made from the input, and with those that
  /// come from the division of others.
  private static final int TASKS = 2;

  private static final int DIVIDED_TASKS = 4;

  /// The time after which the own thread checks for cancellation while it waits.
  private static final long CHECK_MILLIS = 20;

  private final QueryRun run;
  private final Helpers helpers;

  /// True if there are tasks from the first batch on.
  private final boolean atOnce;

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

  /// The time that the own thread has spent in the operators, and the rows that they read.
  private long ownNanos;

  private long ownRows;

  /// Guards the fields below and those of the tasks.
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();

  /// The tasks in the order of their rows.
  private final List<Task> tasks = new ArrayList<>();

  /// The operators that no task uses.
  private final Deque<Stage> idle = new ArrayDeque<>();

  /// The number of helpers that have been asked and have not answered.
  private int asked;

  private boolean closed;

  /// Creates a stream that gets helpers when the query has run for some time.
  ///
  /// @param operators applies the operators to a stream
  public ParallelRows(QueryRun run, QueryRows input, UnaryOperator<QueryRows> operators) {
    this(run, input, operators, false);
  }

  private ParallelRows(
      QueryRun run, QueryRows input, UnaryOperator<QueryRows> operators, boolean atOnce) {
    this.run = run;
    this.helpers = run.helpers();
    this.atOnce = atOnce;
    this.input = input;
    this.operators = operators;
    this.own = new Stage(() -> skipping ? read() : null);
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
    QueryRows all = new ParallelRows(run, batches, operators, true);
    Batch done = all.next();
    while (done != null) {
      done = all.next();
    }
  }

  /// One instance of the operators.
  private final class Stage {
    /// The batches that the operators have not read. Another thread may remove the last ones.
    private final Deque<Batch> batches = new ArrayDeque<>();

    /// The number of rows that the operators have read.
    private long read;

    private final QueryRows rows;

    /// @param more what the operators read after the batches
    Stage(QueryRows more) {
      rows =
          operators.apply(
              () -> {
                Batch batch = poll();
                return batch != null ? batch : more.next();
              });
    }

    private @Nullable Batch poll() {
      lock.lock();
      try {
        Batch batch = batches.poll();
        read += batch == null ? 0 : batch.size;
        return batch;
      } finally {
        lock.unlock();
      }
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

    /// Returns the number of batches that another thread may take over.
    int divisible() {
      return runner == null || ended ? 0 : stage.batches.size();
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
      if (hasTasks()) {
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
      if (isLong() && helpers.isFree()) {
        fill();
      }
      if (!hasTasks()) {
        Batch batch = read();
        if (batch == null) {
          return null;
        }
        own.batches.add(batch);
        ownOpen = true;
      }
    }
  }

  /// Returns true if the query has run for some time, and it is known how long these operators
  /// take.
  private boolean isLong() {
    return atOnce || (ownRows > 0 && run.nanos() >= helpers.waitNanos());
  }

  private boolean hasTasks() {
    return numberOfTasks() > 0;
  }

  private int numberOfTasks() {
    lock.lock();
    try {
      return tasks.size();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Batch read() {
    Batch batch = inputEnded ? null : input.next();
    inputEnded = batch == null;
    return batch;
  }

  private @Nullable Batch ofOwn() {
    long start = System.nanoTime();
    long read = own.read;
    try {
      return own.rows.next();
    } finally {
      ownNanos += System.nanoTime() - start;
      ownRows += own.read - read;
    }
  }

  @Override
  public long skip(long rows) {
    if (hasTasks()) {
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
    while (!inputEnded && numberOfTasks() < TASKS * helpers.threads()) {
      Deque<Batch> batches = batches();
      if (batches.isEmpty()) {
        break;
      }
      lock.lock();
      try {
        tasks.add(task(batches));
      } finally {
        lock.unlock();
      }
      ask();
      if (isOver(start)) {
        break;
      }
    }
  }

  private Task task(Deque<Batch> batches) {
    Stage stage = idle.isEmpty() ? new Stage(QueryRows.none()) : idle.pop();
    stage.batches.addAll(batches);
    return new Task(stage);
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
    Task first;
    Task task;
    lock.lock();
    try {
      first = tasks.getFirst();
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
      task = take();
      if (task == null) {
        await();
        return null;
      }
    } finally {
      lock.unlock();
    }
    long start = System.nanoTime();
    long read = task.stage.read;
    // Of the first task, one batch at a time is returned at once.
    run(task, task == first ? 1 : MAX_READY);
    ownNanos += System.nanoTime() - start;
    ownRows += task.stage.read - read;
    return null;
  }

  private void remove(Task ended) {
    tasks.removeFirst();
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

  /// Returns a task for this thread to run, or null if there is none.
  private @Nullable Task take() {
    Task task = open();
    if (task == null) {
      task = divided();
    }
    if (task != null) {
      task.runner = Thread.currentThread();
    }
    return task;
  }

  /// Divides the running task with the most batches that have not been read. Returns a task with
  /// the second half of them, or null if there are none.
  private @Nullable Task divided() {
    Task most = divisible();
    if (most == null) {
      return null;
    }
    Deque<Batch> half = new ArrayDeque<>();
    Deque<Batch> unread = most.stage.batches;
    for (int n = (unread.size() + 1) / 2; n > 0; n--) {
      half.addFirst(unread.removeLast());
    }
    Task task = task(half);
    tasks.add(tasks.indexOf(most) + 1, task);
    return task;
  }

  private @Nullable Task divisible() {
    Task most = null;
    for (Task task : tasks) {
      if (task.divisible() > (most == null ? 0 : most.divisible())) {
        most = task;
      }
    }
    return closed || tasks.size() >= DIVIDED_TASKS * helpers.threads() ? null : most;
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
      if (asked >= helpers.threads() - 1 || (open() == null && divisible() == null)) {
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
      task = take();
      if (task == null) {
        return;
      }
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
      closed = true;
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
