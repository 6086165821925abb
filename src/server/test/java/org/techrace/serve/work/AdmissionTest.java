package org.techrace.serve.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.techrace.serve.http.Refusal;
import org.techrace.threads.Turn;

/// Tests the queue of queries: one runs, three may wait, in order of arrival.
final class AdmissionTest {
  private final List<String> begun = new ArrayList<>();
  private final Admission<String> admission =
      new Admission<>("queries", new Limits.Places(1, 3, 2), begun::add);

  @Test
  void startsInOrderOfArrival() {
    List<Admission<String>.Place> places = new ArrayList<>();
    for (String client : List.of("first", "a", "b", "c")) {
      places.add(entered(client));
    }
    assertThat(admission.waiting()).isEqualTo(3);
    assertThatThrownBy(() -> entered("d"))
        .isInstanceOfSatisfying(
            Refusal.class,
            r -> {
              assertThat(r.status()).isEqualTo(503);
              assertThat(r.headers()).containsKey("Retry-After");
            });
    assertThat(begun).containsExactly("first");
    places.get(0).close();
    assertThat(begun).containsExactly("first", "a");
    places.get(1).close();
    places.get(2).close();
    places.get(3).close();
    assertThat(begun).containsExactly("first", "a", "b", "c");
    assertThat(admission.running()).isZero();
    assertThat(admission.waiting()).isZero();
  }

  @Test
  void passesItsPlaceToTheTaskThatWaits() {
    Admission<String>.Place first = entered("first");
    Admission<String>.Place second = entered("second");
    assertThat(first.pass()).contains("second");
    assertThat(begun).as("the caller starts it").containsExactly("first");
    assertThat(admission.running()).isEqualTo(1);
    first.close();
    assertThat(admission.running()).as("closed once").isEqualTo(1);
    assertThat(second.pass()).isEmpty();
    assertThat(admission.running()).isZero();
  }

  @Test
  void startsNoTaskThatHasLeftTheQueue() {
    Admission<String>.Place first = entered("first");
    Admission<String>.Place leaving = entered("leaving");
    assertThat(first.leaveQueue()).as("it runs").isFalse();
    assertThat(leaving.leaveQueue()).isTrue();
    assertThat(leaving.leaveQueue()).isFalse();
    leaving.close();
    assertThat(admission.waiting()).isZero();
    assertThat(admission.running()).isEqualTo(1);
    first.close();
    assertThat(begun).containsExactly("first");
    entered("leaving").close();
    assertThat(begun).containsExactly("first", "leaving");
  }

  @Test
  void refusesAClientWithTooMany() {
    Admission<String>.Place first = entered("client");
    Admission<String>.Place second = entered("client");
    assertThatThrownBy(() -> entered("client"))
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(429));
    second.leaveQueue();
    entered("client");
    first.close();
    assertThat(begun).containsExactly("client", "client");
  }

  @Test
  void leavesAPlaceToOtherClients() {
    Admission<String> four =
        new Admission<>("queries", new Limits.Places(4, 8, 8), task -> begun.add(task));
    List<Admission<String>.Place> places = new ArrayList<>();
    for (String task : List.of("a1", "a2", "a3", "a4", "b1", "b2")) {
      Admission<String>.Place place = four.place(task.substring(0, 1), task);
      place.enter();
      places.add(place);
    }
    assertThat(begun).as("three of one client").containsExactly("a1", "a2", "a3", "b1");
    places.get(4).close();
    assertThat(begun).as("a4 waits for another a").endsWith("b1", "b2");
    places.get(0).close();
    assertThat(begun).endsWith("b2", "a4");
    assertThat(four.waiting()).isZero();
  }

  @Test
  void heavyTasksPauseForSmallOnes() {
    Admission<String> four = ofFour(2);
    List<Admission<String>.Place> heavy = new ArrayList<>();
    for (String client : List.of("a", "b", "c", "d", "e")) {
      heavy.add(entered(four, client));
    }
    assertThat(begun).containsExactly("a", "b", "c", "d");
    passes(100);
    four.look();
    assertThat(begun).as("a task that waits is small").endsWith("e");
    assertThat(heavy).extracting(Turn::isPaused).containsExactly(false, true, true, true, false);
    Admission<String>.Place x = entered(four, "a");
    Admission<String>.Place y = entered(four, "a");
    Admission<String>.Place z = entered(four, "a");
    assertThat(begun).as("a has three places, one for its heavy task").hasSize(7);
    assertThat(four.running()).isEqualTo(4);
    assertThat(four.waiting()).as("three pause").isEqualTo(4);
    x.close();
    y.close();
    z.close();
    assertThat(begun).endsWith("e", "a", "a", "a");
    heavy.get(4).close();
    four.look();
    assertThat(heavy).extracting(Turn::isPaused).containsOnly(false);
    assertThat(four.running()).isEqualTo(4);
  }

  @Test
  void heavyTasksRunInTurn() {
    Admission<String> four = ofFour(4);
    List<Admission<String>.Place> heavy = new ArrayList<>();
    for (String client : List.of("a", "b", "c", "d")) {
      heavy.add(entered(four, client));
    }
    passes(100);
    four.look();
    entered(four, "small");
    assertThat(heavy)
        .as("half of four processors")
        .extracting(Turn::isPaused)
        .containsExactly(false, false, true, true);
    passes(99);
    four.look();
    assertThat(heavy).extracting(Turn::isPaused).containsExactly(false, false, true, true);
    passes(1);
    entered(four, "small");
    assertThat(heavy).extracting(Turn::isPaused).containsExactly(true, true, false, false);
    heavy.get(0).endSoon();
    assertThat(heavy.get(0).isPaused()).as("it may end").isFalse();
    heavy.get(2).close();
    assertThat(heavy.get(1).isPaused()).as("the next in turn").isFalse();
  }

  private long now;

  private void passes(long milliseconds) {
    now += 1_000_000 * milliseconds;
  }

  private Admission<String> ofFour(int processors) {
    return new Admission<>(
        "queries", new Limits.Places(4, 8, 8), processors, () -> now, begun::add);
  }

  private static Admission<String>.Place entered(Admission<String> places, String client) {
    Admission<String>.Place place = places.place(client, client);
    place.enter();
    return place;
  }

  private Admission<String>.Place entered(String client) {
    Admission<String>.Place place = admission.place(client, client);
    place.enter();
    return place;
  }
}
