package org.techrace.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HelpersTest {
  @Test
  void countsWhatAHelperAllocatesForTheThreadOfTheQuery() throws InterruptedException {
    Helpers helpers = new Helpers(2);
    Thread owner = Thread.currentThread();
    AtomicReference<byte[]> made = new AtomicReference<>(new byte[0]);
    assertThat(helpers.allocatedFor(owner)).isZero();
    assertThat(helpers.submit(owner, () -> made.set(new byte[10_000_000]), () -> {})).isTrue();
    while (helpers.allocatedFor(owner) == 0) {
      Thread.sleep(1);
    }
    assertThat(made.get()).hasSize(10_000_000);
    assertThat(helpers.allocatedFor(owner)).isBetween(10_000_000L, 11_000_000L);
    assertThat(helpers.allocatedFor(new Thread(() -> {}))).isZero();
  }

  @Test
  void doesNotKeepThreadsThatHaveEnded() throws InterruptedException {
    Helpers helpers = new Helpers(2);
    Thread query = Thread.ofPlatform().start(() -> helpers.evaluate(() -> true));
    query.join();
    CountDownLatch helped = new CountDownLatch(1);
    assertThat(helpers.submit(query, helped::countDown, helped::countDown)).isTrue();
    helped.await();
    WeakReference<Thread> ended = new WeakReference<>(query);
    query = Thread.currentThread();
    while (ended.get() != null) {
      System.gc();
      Thread.sleep(1);
    }
    assertThat(helpers.allocatedFor(query)).isZero();
  }

  @Test
  void dropsWorkWhileAllProcessorsEvaluateQueries() throws InterruptedException {
    Helpers helpers = new Helpers(2);
    CountDownLatch ended = new CountDownLatch(1);
    Thread other = evaluatingUntil(ended, helpers);
    assertThat(helpers.isFree()).isTrue();
    CountDownLatch dropped = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    boolean inTime =
        helpers.evaluate(
            () ->
                helpers.evaluate( // counted once
                    () -> {
                      assertThat(helpers.isFree()).isFalse();
                      helpers.submit(Thread.currentThread(), done::countDown, dropped::countDown);
                      return awaited(dropped);
                    }));
    assertThat(inTime).isTrue();
    ended.countDown();
    other.join();
    assertThat(done.getCount()).isOne();
    assertThat(helpers.isFree()).isTrue();
  }

  @Test
  void aThreadWhoseEvaluationHasEndedDoesNotCount() throws InterruptedException {
    Helpers helpers = new Helpers(2, 0, 0, 0);
    CountDownLatch ended = new CountDownLatch(1);
    Thread other = evaluatingUntil(ended, helpers);
    long before = System.nanoTime();
    assertThat(helpers.evaluate(helpers::isFree)).isFalse();
    helpers.endEvaluation();
    boolean free = helpers.isFree();
    long nanos = System.nanoTime() - before;
    assertThat(free).as("a helper may start after %d ns", nanos).isTrue();
    ended.countDown();
    other.join();
  }

  /// Returns a thread that evaluates a query until a latch is open.
  private static Thread evaluatingUntil(CountDownLatch ended, Helpers helpers)
      throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .start(
                () ->
                    helpers.evaluate(
                        () -> {
                          started.countDown();
                          return awaited(ended);
                        }));
    started.await();
    return thread;
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test
  void oneThreadHasNoHelpers() {
    Helpers helpers = new Helpers(1);
    assertThat(helpers.isFree()).isFalse();
    assertThat(helpers.submit(Thread.currentThread(), () -> {}, () -> {})).isFalse();
  }
}
