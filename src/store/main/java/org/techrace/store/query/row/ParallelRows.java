package org.techrace.store.query.row;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.threads.Helpers;

/// Applies operators to the batches of a stream, several batches at a time. The rows and their
/// order are the same as on one thread.
///
/// The query's own thread reads the input and divides it into tasks of a few batches
/// ([ParallelTasks]). Helpers run tasks. The own thread returns the rows of the first task, and
/// runs tasks that no helper has taken.
///
/// The operators are created several times. They must return the same rows for a batch whatever
/// they have read before, and must be able to read more input after its end.
///
/// The methods are called by one thread. Helpers may be at work between the calls; [#close] waits
/// until they have stopped.
public final class ParallelRows implements Extensible {
  /// The maximum number of batches of a task.
  private static final int TASK_BATCHES = 32;

  /// The maximum number of tasks for each thread that are made from the input.
  private static final int TASKS = 2;

  /// The number of tasks whose time has its full weight in estimates.
  private static final int RECENT_TASKS = 4;

  /// The expected time of a task from which a helper is asked. To wake a helper takes about as
  /// long.
  private static final long HELPED_NANOS = 20_000;

  private final QueryRun run;
  private final Helpers helpers;

  /// True if there are tasks from the first batch on.
  private final boolean atOnce;

  private final QueryRows input;
  private final UnaryOperator<QueryRows> operators;
  private final ParallelTasks tasks;
  private boolean inputEnded;

  /// The operators that the own thread uses while there are no tasks.
  private final OperatorStage own;

  /// True if [#own] may have more rows of the batches that it has read.
  private boolean ownOpen;

  /// True while [#own] reads more than one batch.
  private boolean skipping;

  /// The speed of the operators on the own thread.
  private final OperatorSpeed speed;

  /// Creates a stream that gets helpers when the query has run for some time.
  ///
  /// @param operators applies the operators to a stream
  public ParallelRows(QueryRun run, QueryRows input, UnaryOperator<QueryRows> operators) {
    this(run, input, operators, false);
  }

  /// Returns rows after one more operator, which helpers apply to parts of the rows. Called before
  /// the first row is read; the given rows must not be read afterwards.
  ///
  /// @param operator applies the operator to a stream
  public static QueryRows of(QueryRun run, QueryRows rows, UnaryOperator<QueryRows> operator) {
    return rows instanceof Extensible some
        ? some.extended(run, operator)
        : new ParallelRows(run, rows, operator);
  }

  private ParallelRows(
      QueryRun run, QueryRows input, UnaryOperator<QueryRows> operators, boolean atOnce) {
    this.run = run;
    this.helpers = run.helpers();
    this.atOnce = atOnce;
    this.input = input;
    this.operators = operators;
    this.tasks = new ParallelTasks(helpers, operators);
    this.own = new OperatorStage(operators, () -> skipping ? read() : null);
    this.speed = new OperatorSpeed(RECENT_TASKS * helpers.taskNanos());
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

  @Override
  public QueryRows extended(QueryRun ofRows, UnaryOperator<QueryRows> operator) {
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
    tasks.setOwner();
    while (true) {
      run.check();
      if (!tasks.isEmpty()) {
        fill();
        Batch batch = tasks.next(speed);
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
      if (tasks.isEmpty()) {
        Batch batch = read();
        if (batch == null) {
          return null;
        }
        own.add(List.of(batch));
        ownOpen = true;
      }
    }
  }

  /// Returns true if the query has run for some time, and it is known how long these operators
  /// take.
  private boolean isLong() {
    return atOnce || (speed.isKnown() && run.nanos() >= helpers.waitNanos());
  }

  private @Nullable Batch read() {
    Batch batch = inputEnded ? null : input.next();
    inputEnded = batch == null;
    return batch;
  }

  private @Nullable Batch ofOwn() {
    long start = System.nanoTime();
    long read = own.rowsRead();
    try {
      return own.rows().next();
    } finally {
      speed.add(System.nanoTime() - start, own.rowsRead() - read);
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
      return own.rows().skip(rows);
    } finally {
      skipping = false;
    }
  }

  /// Makes tasks, and asks helpers to run those that are expected to take some time. Ends after a
  /// while, even if there is room for more, because the reader may not need them.
  private void fill() {
    long start = System.nanoTime();
    while (!inputEnded && !input.isNextAlone() && tasks.size() < TASKS * helpers.threads()) {
      Deque<Batch> batches = batches();
      if (batches.isEmpty()) {
        break;
      }
      tasks.add(batches);
      if (isHelped(batches)) {
        tasks.ask();
      }
      if (isOver(start)) {
        break;
      }
    }
  }

  private boolean isHelped(Deque<Batch> batches) {
    long rows = batches.stream().mapToLong(batch -> batch.size).sum();
    return atOnce || speed.nanosFor(rows) >= Math.min(HELPED_NANOS, helpers.taskNanos());
  }

  /// Reads the batches of a task.
  private Deque<Batch> batches() {
    long start = System.nanoTime();
    double rows = speed.rowsIn(helpers.taskNanos());
    Deque<Batch> batches = new ArrayDeque<>();
    for (Batch batch = read(); batch != null; batch = read()) {
      batches.add(batch);
      rows -= batch.size;
      if (rows <= 0 || batches.size() == TASK_BATCHES || input.isNextAlone() || isOver(start)) {
        break;
      }
    }
    return batches;
  }

  private boolean isOver(long start) {
    return System.nanoTime() - start > helpers.taskNanos();
  }

  @Override
  public void close() {
    tasks.close();
    inputEnded = true;
    own.rows().close();
    input.close();
  }
}
