package org.techrace.serve.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.techrace.serve.http.Refusal;

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

  private Admission<String>.Place entered(String client) {
    Admission<String>.Place place = admission.place(client, client);
    place.enter();
    return place;
  }
}
