package org.techrace.store.query.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.util.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.Stores;
import org.techrace.threads.Helpers;

@Timeout(60)
final class ParallelRowsTest {
  private static final int BATCHES = 500;
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    store = Stores.empty(folder.resolve("store"));
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static QueryRun run(int threads) {
    return run(threads, 0);
  }

  private static QueryRun run(int threads, long taskNanos) {
    ExecutionContext context = ExecutionContext.create(store);
    context.getContext().set(Helpers.SYMBOL, new Helpers(threads, 0, 0, taskNanos));
    Context.getOrSetCancelSignal(context.getContext());
    return new QueryRun(store.store(), context);
  }

  /// Batches with the numbers from 1.
  private static QueryRows numbers() {
    int[] made = {0};
    return () -> made[0] == BATCHES ? null : batch(++made[0]);
  }

  private static Batch batch(int number) {
    return new Batch(1, new int[][] {{number}});
  }

  /// Operators that return a batch several times.
  ///
  /// @param each called for each batch that is read
  private static UnaryOperator<QueryRows> repeated(int times, Runnable each) {
    return in ->
        new QueryRows() {
          private @Nullable Batch batch;
          private int left;

          @Override
          public @Nullable Batch next() {
            if (left == 0) {
              batch = in.next();
              left = times;
              if (batch != null) {
                each.run();
              }
            }
            left--;
            if (batch == null) {
              left = 0;
            }
            return batch;
          }
        };
  }

  private static List<Integer> all(QueryRows rows) {
    List<Integer> all = new ArrayList<>();
    for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
      all.add(batch.get(0, 0));
    }
    return all;
  }

  private static boolean awaited(CountDownLatch latch) {
    return awaited(latch, 60_000);
  }

  private static boolean awaited(CountDownLatch latch, long milliseconds) {
    try {
      return latch.await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return latch.getCount() == 0;
    }
  }

  private static void work(Set<Thread> threads) {
    threads.add(Thread.currentThread());
    long end = System.nanoTime() + 200_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void helpersWorkAndTheRowsStayInOrder() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    List<Integer> expected = all(repeated(100, () -> {}).apply(numbers()));
    QueryRows rows = new ParallelRows(run(4), numbers(), repeated(100, () -> work(threads)));
    assertThat(all(rows)).isEqualTo(expected);
    assertThat(rows.next()).isNull();
    assertThat(threads).hasSizeGreaterThan(1);
  }

  @Test
  void aBatchAtAChoicePointIsEvaluatedAlone() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    ChoicePoints points = new ChoicePoints();
    AtomicInteger running = new AtomicInteger();
    List<Integer> alone = new ArrayList<>();
    UnaryOperator<QueryRows> operator =
        in ->
            () -> {
              Batch batch = in.next();
              if (batch != null) {
                running.incrementAndGet();
                work(threads);
                if (points.areOpen()) {
                  assertThat(running.get()).isEqualTo(1);
                  alone.add(batch.get(0, 0));
                }
                running.decrementAndGet();
              }
              return batch;
            };
    assertThat(all(new ParallelRows(run(4), points.of(numbers()), operator)))
        .isEqualTo(all(numbers()));
    assertThat(alone).containsExactly(1, 2, 4, 25, 193);
    assertThat(threads).hasSizeGreaterThan(1);
  }

  /// All batches but the first are one task, and its first batch is not returned before another
  /// thread has read one of the others.
  @Test
  void aThreadWithoutATaskTakesBatchesOfAnother() {
    int batches = 30;
    CountDownLatch divided = new CountDownLatch(1);
    AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
    UnaryOperator<QueryRows> operator =
        in ->
            () -> {
              Batch batch = in.next();
              if (batch != null && batch.get(0, 0) == 1) {
                work(ConcurrentHashMap.newKeySet()); // no helper is asked for a short task
              } else if (batch != null && batch.get(0, 0) == 2) {
                waiting.set(Thread.currentThread());
                assertThat(awaited(divided)).isTrue();
              } else if (batch != null && batch.get(0, 0) > 2) {
                Thread first = waiting.get();
                if (first != null && first != Thread.currentThread()) {
                  divided.countDown();
                }
              }
              return batch;
            };
    int[] made = {0};
    QueryRows numbers = () -> made[0] == batches ? null : batch(++made[0]);
    QueryRun run = run(2, TimeUnit.HOURS.toNanos(1));
    assertThat(all(new ParallelRows(run, numbers, operator)))
        .isEqualTo(IntStream.rangeClosed(1, batches).boxed().toList());
    assertThat(divided.getCount()).isZero();
  }

  @Test
  void aFailureOfAHelperFollowsTheRowsBeforeIt() {
    AtomicInteger read = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    Thread own = Thread.currentThread();
    QueryRun run = run(4);
    UnaryOperator<QueryRows> failing =
        in ->
            () -> {
              Batch batch = in.next();
              if (batch != null) {
                read.incrementAndGet();
                if (batch.get(0, 0) > 100 && Thread.currentThread() == own) {
                  boolean _ = awaited(failed, 100);
                } else if (batch.get(0, 0) > 100) {
                  failed.countDown();
                  throw new OutOfMemoryError("injected");
                }
              }
              return batch;
            };
    QueryRows rows = new ParallelRows(run, numbers(), failing);
    List<Integer> before = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                before.add(batch.get(0, 0));
              }
            })
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("injected");
    assertThat(before).hasSizeGreaterThanOrEqualTo(100);
    for (int i = 0; i < before.size(); i++) {
      assertThat(before.get(i)).isEqualTo(i + 1);
    }
    int then = read.get();
    assertThat(rows.next()).isNull();
    assertThat(read).hasValue(then);
  }

  /// The own thread does not reach the batches on which helpers work without end.
  @Test
  void closeStopsHelpersAndWaitsForThem() throws InterruptedException {
    AtomicInteger working = new AtomicInteger();
    CountDownLatch busy = new CountDownLatch(1);
    Thread own = Thread.currentThread();
    QueryRun run = run(4);
    UnaryOperator<QueryRows> endless =
        in ->
            () -> {
              Batch batch = in.next();
              if (batch != null && batch.get(0, 0) > BATCHES / 2) {
                assertThat(Thread.currentThread()).isNotEqualTo(own);
                working.incrementAndGet();
                busy.countDown();
                try {
                  while (true) {
                    run.check();
                  }
                } finally {
                  working.decrementAndGet();
                }
              }
              return batch;
            };
    QueryRows rows = new ParallelRows(run, numbers(), endless);
    for (int i = 1; i <= BATCHES / 2 && busy.getCount() > 0; i++) {
      assertThat(rows.next()).isNotNull();
      Thread.sleep(1);
    }
    assertThat(awaited(busy)).isTrue();
    rows.close();
    assertThat(working).hasValue(0);
    rows.close();
    run.check(); // the query itself goes on
  }

  @Test
  void endsIfItsThreadIsInterruptedWhileItWaits() {
    CountDownLatch busy = new CountDownLatch(1);
    Thread own = Thread.currentThread();
    QueryRun run = run(2);
    UnaryOperator<QueryRows> endless =
        in ->
            () -> {
              Batch batch = in.next();
              if (batch != null && Thread.currentThread() == own && batch.get(0, 0) > 100) {
                boolean _ = awaited(busy, 100);
              }
              if (batch != null && Thread.currentThread() != own) {
                busy.countDown();
                own.interrupt();
                while (true) {
                  run.check();
                }
              }
              return batch;
            };
    QueryRows rows = new ParallelRows(run, numbers(), endless);
    try {
      assertThatThrownBy(() -> all(rows)).isInstanceOf(QueryCancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void runsOnItsOwnThreadWhileOtherQueriesAreEvaluated() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    QueryRun run = run(2);
    QueryRows rows = new ParallelRows(run, numbers(), repeated(1, () -> work(threads)));
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runnable query =
        () ->
            run.helpers()
                .evaluate(
                    () -> {
                      started.countDown();
                      return awaited(ended);
                    });
    Thread other = Thread.ofPlatform().start(query);
    started.await();
    List<Integer> all = run.helpers().evaluate(() -> all(rows));
    ended.countDown();
    other.join();
    assertThat(all).hasSize(BATCHES);
    assertThat(threads).containsExactly(Thread.currentThread());
  }
}
