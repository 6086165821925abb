package org.techrace.serve.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.junit.jupiter.api.Test;
import org.techrace.OwnGraph;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQueries;
import org.techrace.serve.TestServer;
import org.techrace.serve.current.Current;
import org.techrace.serve.current.Lease;
import org.techrace.threads.Helpers;

/// Tests that an evaluation ends when no client waits for it, and the threads of evaluations.
final class EvaluatorTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Evaluator evaluator =
      Evaluator.ofQueries(
          Limits.DEFAULT,
          new MemoryGuard(1, new Helpers(1)),
          new Watchdog(1),
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
                          new Caller("client", () -> false),
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
                new Caller("client", () -> false),
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
                      new Caller("client", () -> false),
                      lease,
                      Duration.ofMillis(200),
                      _ -> {
                        stuck.complete(Thread.currentThread());
                        return awaited(end);
                      }))
          .hasMessageContaining("was stopped");
      Thread other =
          evaluator.evaluate(
              new Caller("client", () -> false), lease, LONG, _ -> Thread.currentThread());
      assertThat(other).isNotSameAs(stuck.get(20, TimeUnit.SECONDS));
      end.countDown();
    }
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
