package org.techrace.serve.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.junit.jupiter.api.Test;
import org.techrace.Collected;
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

/// Tests that an evaluation that ignores its stop signal gives up its place, is counted, and makes
/// the health check fail.
final class WatchdogTest {
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Watchdog watchdog = new Watchdog(1);
  private final Evaluator evaluator =
      Evaluator.ofQueries(
          new TestLimits().queries(1, 1, 1).build(),
          new MemoryGuard(1, new Helpers(1)),
          watchdog,
          new ClientBudgets(ClientBudget.DEFAULT),
          metrics);

  @Test
  void stuckEvaluationsReleaseTheirPlaces() throws Exception {
    PageQueries queries = OwnGraph.pageQueries();
    CountDownLatch end = new CountDownLatch(1);
    try (Current current =
            new Current(
                TestServer.open("2026-11-24-000001", DatasetGraphFactory.create()),
                d -> new Entities(d, queries, 1 << 20));
        Lease lease = current.lease()) {
      for (int i = 1; i <= 2; i++) {
        assertThatThrownBy(
                () -> evaluate(lease, Duration.ofSeconds(20), Duration.ofMillis(100), end))
            .isInstanceOf(Refusal.class)
            .hasMessageContaining("was stopped");
        awaitStuck(i);
        assertThat(watchdog.complaint().isPresent()).isEqualTo(i > 1);
      }
      String answer =
          evaluator.evaluate(
              new Caller(new Neighbour("client", false), () -> false),
              lease,
              Duration.ofSeconds(20),
              stop -> "yes");
      assertThat(answer).isEqualTo("yes");
      end.countDown();
      awaitStuck(0);
      assertThat(watchdog.complaint()).isEmpty();
    }
  }

  /// Nobody asks how many are stuck.
  @Test
  void endedEvaluationsLeaveTheMemory() throws Exception {
    AtomicBoolean end = new AtomicBoolean();
    CountDownLatch stuck = new CountDownLatch(1);
    WeakReference<Running> evaluation = watched(end, stuck);
    assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();
    end.set(true);
    Collected.await(List.of(evaluation));
  }

  private WeakReference<Running> watched(AtomicBoolean end, CountDownLatch stuck) {
    Running evaluation =
        new Running() {
          @Override
          public String name() {
            return "query";
          }

          @Override
          public boolean hasEnded() {
            return end.get();
          }

          @Override
          public long allocatedBytes() {
            return 0;
          }
        };
    watchdog.watch(evaluation, stuck::countDown);
    return new WeakReference<>(evaluation);
  }

  /// Runs a task that ignores its stop signal, once it has a place.
  private void evaluate(Lease lease, Duration wait, Duration time, CountDownLatch end)
      throws Exception {
    long deadline = System.nanoTime() + wait.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        evaluator.evaluate(
            new Caller(new Neighbour("client", false), () -> false),
            lease,
            time,
            stop -> {
              while (end.getCount() > 0) {
                Thread.onSpinWait();
              }
              return "late";
            });
      } catch (Refusal refusal) {
        if (refusal.sentence().contains("was stopped")) {
          throw refusal;
        }
      }
    }
  }

  private void awaitStuck(int number) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (metrics.get("techrace.queries.stuck").gauge().value() != number
        && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(metrics.get("techrace.queries.stuck").gauge().value()).isEqualTo(number);
  }
}
