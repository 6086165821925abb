package org.techrace.store.query.row;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.threads.Helpers;

/// The tasks of [ParallelRows], in the order of their rows. Helpers run them, and so does the
/// query's own thread, which returns the rows of the first task.
///
/// A thread that finds no task divides a running one: it takes the second half of the batches that
/// have not been read. So the threads end at about the same time, even if a batch takes much longer
/// than those before it. The number of tasks is limited, and a task pauses if many of its batches
/// have not been returned.
///
/// The query's own thread calls the methods. Helpers may be at work between the calls; [#close]
/// waits until they have stopped.
final class ParallelTasks {
  /// The number of batches of a task that may wait to be returned.
  private static final int MAX_READY = 32;

  /// The maximum number of tasks for each thread that are made by division.
  private static final int DIVIDED_TASKS = 4;

  /// The time after which the own thread checks for cancellation while it waits.
  private static final long CHECK_MILLIS = 20;

  private final Helpers helpers;
  private final UnaryOperator<QueryRows> operators;

  /// The query's own thread.
  private volatile Thread owner = Thread.currentThread();

  /// Guards the fields below and those of the tasks.
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final List<Task> tasks = new ArrayList<>();

  /// The operators that no task uses.
  private final Deque<OperatorStage> idle = new ArrayDeque<>();

  /// The number of helpers that have been asked and have not answered.
  private int asked;

  private boolean closed;

  /// @param operators applies the operators to a stream
  ParallelTasks(Helpers helpers, UnaryOperator<QueryRows> operators) {
    this.helpers = helpers;
    this.operators = operators;
  }

  /// Some batches of the input.
  private static final class Task {
    private final OperatorStage stage;
    private final Deque<Batch> ready = new ArrayDeque<>();
    private @Nullable Thread runner;
    private boolean ended;
    private @Nullable Throwable failure;

    Task(OperatorStage stage) {
      this.stage = stage;
    }

    boolean isOpen() {
      return runner == null && !ended && ready.size() < MAX_READY;
    }

    /// Returns the number of batches that another thread may take over.
    int divisible() {
      return runner == null || ended ? 0 : stage.unread();
    }
  }

  /// Sets the query's own thread to this one.
  void setOwner() {
    owner = Thread.currentThread();
  }

  int size() {
    lock.lock();
    try {
      return tasks.size();
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    return size() == 0;
  }

  /// Adds a task after all others.
  void add(Collection<Batch> batches) {
    lock.lock();
    try {
      tasks.add(task(batches));
    } finally {
      lock.unlock();
    }
  }

  private Task task(Collection<Batch> batches) {
    OperatorStage stage =
        idle.isEmpty() ? new OperatorStage(operators, QueryRows.none()) : idle.pop();
    stage.add(batches);
    return new Task(stage);
  }

  /// Returns a batch of the first task, or null if it has none now. Then the thread has run a task,
  /// waited, or removed the first task, which had ended.
  ///
  /// @param speed gets the time of a task that this thread has run
  @Nullable Batch next(OperatorSpeed speed) {
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
    long read = task.stage.rowsRead();
    // Of the first task, one batch at a time is returned at once.
    run(task, task == first ? 1 : MAX_READY);
    speed.add(System.nanoTime() - start, task.stage.rowsRead() - read);
    return null;
  }

  private void remove(Task ended) {
    tasks.removeFirst();
    Throwable failure = ended.failure;
    if (failure == null) {
      idle.push(ended.stage);
      return;
    }
    ended.stage.rows().close();
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
    Deque<Batch> half = most.stage.takeHalf();
    if (half.isEmpty()) {
      return null; // the task has read them meanwhile
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
  void ask() {
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
        Batch batch = task.stage.rows().next();
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

  /// Stops the helpers, waits until they have stopped, and closes the operators of all tasks.
  void close() {
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
      tasks.forEach(task -> task.stage.rows().close());
      idle.forEach(stage -> stage.rows().close());
      tasks.clear();
      idle.clear();
    } finally {
      lock.unlock();
    }
  }
}
