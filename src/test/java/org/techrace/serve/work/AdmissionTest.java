package org.techrace.serve.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.techrace.serve.http.Refusal;

/// Tests the queue of queries: one runs, three may wait, in order of arrival.
final class AdmissionTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Admission admission = new Admission("queries", new Limits.Places(1, 3, 2));

  @Test
  void startsInOrderOfArrival() throws Exception {
    List<String> begun = new CopyOnWriteArrayList<>();
    Admission.Place first = admission.enter("first", LONG, () -> false);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String client : List.of("a", "b", "c")) {
        var _ =
            threads.submit(
                () -> {
                  try (Admission.Place _ = admission.enter(client, LONG, () -> false)) {
                    begun.add(client);
                  }
                  return client;
                });
        await(List.of("a", "b", "c").indexOf(client) + 1);
      }
      assertThatThrownBy(() -> admission.enter("d", LONG, () -> false))
          .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(503));
      first.close();
    }
    assertThat(begun).containsExactly("a", "b", "c");
    assertThat(admission.running()).isZero();
  }

  @Test
  void removesAClientThatLeft() throws Exception {
    AtomicBoolean gone = new AtomicBoolean();
    try (Admission.Place _ = admission.enter("first", LONG, () -> false);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> leaving = threads.submit(() -> admission.enter("leaving", LONG, gone::get));
      await(1);
      gone.set(true);
      assertThatThrownBy(leaving::get).hasMessageContaining("gone");
      assertThat(admission.waiting()).isZero();
      assertThat(admission.running()).isEqualTo(1);
    }
    try (Admission.Place _ = admission.enter("leaving", LONG, () -> false)) {
      assertThat(admission.running()).isEqualTo(1);
    }
  }

  @Test
  void refusesARequestWhoseTimeIsUp() throws Exception {
    try (Admission.Place _ = admission.enter("first", LONG, () -> false)) {
      assertThatThrownBy(() -> admission.enter("late", Duration.ofMillis(1), () -> false))
          .isInstanceOfSatisfying(
              Refusal.class, r -> assertThat(r.headers()).containsKey("Retry-After"));
      assertThat(admission.waiting()).isZero();
    }
  }

  private void await(int waiting) throws InterruptedException {
    for (int i = 0; i < 1000 && admission.waiting() < waiting; i++) {
      Thread.sleep(10);
    }
    assertThat(admission.waiting()).isEqualTo(waiting);
  }
}
