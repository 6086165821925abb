package org.techrace.serve.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.junit.jupiter.api.Test;
import org.techrace.OwnGraph;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQueries;
import org.techrace.serve.TestLimits;
import org.techrace.serve.TestServer;
import org.techrace.serve.current.Current;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.ClientBudget;
import org.techrace.serve.http.ClientBudgets;
import org.techrace.serve.http.Neighbour;
import org.techrace.serve.http.Refusal;
import org.techrace.threads.Helpers;

/// Tests that an evaluation ends when no client waits for it, and the threads of evaluations.
final class EvaluatorTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Evaluator evaluator =
      Evaluator.ofQueries(
          Limits.DEFAULT,
          new MemoryGuard(1, new Helpers(1)),
          new Watchdog(1),
          new ClientBudgets(ClientBudget.DEFAULT),
          new SimpleMeterRegistry());

  @Test
  void stopsTheEvaluationWhenTheRequestThreadIsInterrupted() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> stopped = new CompletableFuture<>();
    CompletableFuture<Throwable> answer = new CompletableFuture<>();
    try (Current current = current();
        Lease lease = current.lease()) {
      Thread request =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      evaluator.evaluate(
                          new Caller(new Neighbour("client", false), () -> false),
                          lease,
                          LONG,
                          stop -> {
                            begun.countDown();
                            long end = System.nanoTime() + 10_000_000_000L;
                            while (!stop.get() && System.nanoTime() < end) {
                              LockSupport.parkNanos(10_000_000);
                            }
                            return stopped.complete(stop.get());
                          });
                    } catch (Throwable e) {
                      answer.complete(e);
                    }
                  });
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      request.interrupt();
      assertThat(answer.get(20, TimeUnit.SECONDS)).hasMessage("The server is shutting down.");
      assertThat(stopped.get(20, TimeUnit.SECONDS))
          .as("the stop signal of the evaluation is set")
          .isTrue();
    }
  }

  @Test
  void runsEvaluationsOnThreadsOfEarlierOnes() throws Exception {
    Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
    try (Current current = current();
        Lease lease = current.lease()) {
      for (int i = 0; i < 200; i++) {
        boolean interrupted =
            evaluator.evaluate(
                new Caller(new Neighbour("client", false), () -> false),
                lease,
                LONG,
                _ -> {
                  Thread thread = Thread.currentThread();
                  threads.add(thread);
                  boolean before = thread.isInterrupted();
                  thread.interrupt();
                  return before;
                });
        assertThat(interrupted).as("the interrupt of an earlier evaluation").isFalse();
      }
    }
    // A thread takes a moment to be ready again, so there may be a few.
    assertThat(threads).hasSizeLessThan(100);
    assertThat(threads).allMatch(thread -> thread.isDaemon() && thread.getName().equals("query"));
  }

  @Test
  void keepsTheThreadOfAnEvaluationThatDoesNotStop() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Thread> stuck = new CompletableFuture<>();
    try (Current current = current();
        Lease lease = current.lease()) {
      assertThatThrownBy(
              () ->
                  evaluator.evaluate(
                      new Caller(new Neighbour("client", false), () -> false),
                      lease,
                      Duration.ofMillis(200),
                      _ -> {
                        stuck.complete(Thread.currentThread());
                        return awaited(end);
                      }))
          .hasMessageContaining("was stopped");
      Thread other =
          evaluator.evaluate(
              new Caller(new Neighbour("client", false), () -> false),
              lease,
              LONG,
              _ -> Thread.currentThread());
      assertThat(other).isNotSameAs(stuck.get(20, TimeUnit.SECONDS));
      end.countDown();
    }
  }

  @Test
  void refusesARequestThatWaitsTooLong() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicBoolean gone = new AtomicBoolean();
    Evaluator one = evaluatorOfOne();
    try (Current current = current();
        Lease lease = current.lease();
        ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch begun = new CountDownLatch(1);
      Future<Boolean> first =
          requests.submit(
              () ->
                  one.evaluate(
                      new Caller(new Neighbour("first", false), () -> false),
                      lease,
                      LONG,
                      _ -> {
                        begun.countDown();
                        return awaited(end);
                      }));
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(
              () ->
                  one.evaluate(
                      new Caller(new Neighbour("late", false), () -> false),
                      lease,
                      Duration.ofMillis(1),
                      _ -> "never"))
          .isInstanceOfSatisfying(
              Refusal.class,
              r -> {
                assertThat(r.status()).isEqualTo(503);
                assertThat(r.headers()).containsKey("Retry-After");
              });
      Future<String> leaving =
          requests.submit(
              () ->
                  one.evaluate(
                      new Caller(new Neighbour("leaving", false), gone::get),
                      lease,
                      LONG,
                      _ -> "never"));
      gone.set(true);
      assertThatThrownBy(leaving::get).hasMessageContaining("gone");
      end.countDown();
      assertThat(first.get(20, TimeUnit.SECONDS)).isTrue();
      String answer =
          one.evaluate(
              new Caller(new Neighbour("next", false), () -> false), lease, LONG, _ -> "answer");
      assertThat(answer).isEqualTo("answer");
    }
  }

  @Test
  void runsAllThatWaitInTurn() throws Exception {
    Evaluator one = evaluatorOfOne();
    AtomicInteger running = new AtomicInteger();
    List<Future<Integer>> answers = new ArrayList<>();
    try (Current current = current();
        Lease lease = current.lease();
        ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 60; i++) {
        int number = i;
        answers.add(
            requests.submit(
                () ->
                    one.evaluate(
                        new Caller(new Neighbour("client " + number, false), () -> false),
                        lease,
                        LONG,
                        _ -> {
                          int now = running.incrementAndGet();
                          LockSupport.parkNanos(100_000);
                          running.decrementAndGet();
                          if (number % 7 == 0) {
                            throw new IllegalStateException("fails");
                          }
                          return now;
                        })));
      }
      for (int i = 0; i < answers.size(); i++) {
        Future<Integer> answer = answers.get(i);
        if (i % 7 == 0) {
          assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS)).hasMessageContaining("fails");
        } else {
          assertThat(answer.get(20, TimeUnit.SECONDS)).as("evaluations at once").isEqualTo(1);
        }
      }
    }
  }

  @Test
  void smallEvaluationsPassHeavyOnesOfTheSameClient() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Caller client = new Caller(new Neighbour("client", false), () -> false);
    try (Current current = current();
        Lease lease = current.lease();
        ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> heavy = new ArrayList<>();
      for (int i = 0; i < Limits.DEFAULT.queries().perClient() - 1; i++) {
        heavy.add(
            requests.submit(() -> evaluator.evaluate(client, lease, LONG, _ -> awaited(end))));
      }
      for (int i = 0; i < 20; i++) {
        String answer = evaluator.evaluate(client, lease, Duration.ofSeconds(50), _ -> "small");
        assertThat(answer).isEqualTo("small");
      }
      assertThat(heavy).as("heavy ones still run").noneMatch(Future::isDone);
      end.countDown();
      for (Future<Boolean> each : heavy) {
        assertThat(each.get(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static Evaluator evaluatorOfOne() {
    return Evaluator.ofQueries(
        new TestLimits().queries(1, 64, 1).build(),
        new MemoryGuard(1, new Helpers(1)),
        new Watchdog(1),
        new ClientBudgets(ClientBudget.DEFAULT),
        new SimpleMeterRegistry());
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static Current current() throws Exception {
    PageQueries queries = OwnGraph.pageQueries();
    return new Current(
        TestServer.open("2026-11-24-000001", DatasetGraphFactory.create()),
        d -> new Entities(d, queries, 1 << 20));
  }
}
