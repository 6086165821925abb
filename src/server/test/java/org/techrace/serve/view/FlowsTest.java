package org.techrace.serve.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.techrace.entity.Term;
import org.techrace.serve.view.Flows.Place;

/// Tests that flows are summed only where they add up.
final class FlowsTest {
  private static final List<Line> AWARDS =
      List.of(
          flow("US", "Act", "Intel", "6", "USD"),
          flow("US", "Act", "TSMC", "3", "USD"),
          flow("US", "Stake", "Intel", "1", "USD"));

  @Test
  void aThingHasTheSumOfItsFlowsWhereTheyAddUp() {
    Flows flows = FlowLayout.of(AWARDS, Set.of("from", "through", "to"), Colours.FREE);
    assertThat(flows.places())
        .allMatch(Place::bar)
        .extracting(Place::text)
        .containsExactly("US 10", "Act 9", "Stake 1", "Intel 7", "TSMC 3");
    assertThat(flows.bands()).extracting(Flows.Band::title).contains("US → Act → TSMC: 3");
    Place us = flows.places().getFirst();
    assertThat(us.length())
        .isEqualTo(
            flows.places().stream()
                .filter(place -> place.side().isEmpty())
                .mapToDouble(Place::length)
                .sum());
  }

  @Test
  void bandsAreApartAndHaveNoSumWhereTheyDoNotAddUp() {
    Flows flows = FlowLayout.of(AWARDS, Set.of("through"), Colours.FREE);
    assertThat(flows.places())
        .filteredOn(place -> !place.bar())
        .extracting(Place::text)
        .containsExactly("US", "Intel");
    assertThat(flows.places()).extracting(Place::text).contains("TSMC 3", "Act 9");
  }

  @Test
  void flowsInSeveralUnitsAreNotDrawn() {
    List<Line> lines =
        List.of(flow("US", "Act", "Intel", "6", "USD"), flow("EU", "Aid", "ESMC", "5", "EUR"));
    assertThat(FlowLayout.of(lines, Set.of("to"), Colours.FREE).isEmpty()).isTrue();
  }

  /// A thing whose smaller flows are not drawn has the sum of all of them.
  @Test
  void smallFlowsAreCountedButNotDrawn() {
    List<Line> many =
        IntStream.rangeClosed(1, 30)
            .mapToObj(i -> flow("US", "Act", "firm " + i, Integer.toString(i), "USD"))
            .toList();
    Flows flows = FlowLayout.of(many, Set.of("from", "through", "to"), Colours.FREE);
    assertThat(flows.bands()).hasSize(24);
    assertThat(flows.rest()).isEqualTo(6);
    assertThat(flows.places().getFirst().text()).isEqualTo("US 465");
  }

  private static Line flow(String from, String through, String to, String value, String unit) {
    Map<String, List<Term>> terms = new LinkedHashMap<>();
    terms.put("from", List.of(link(from)));
    terms.put("through", List.of(link(through)));
    terms.put("to", List.of(link(to)));
    terms.put(
        "value", List.of(new Term.Value(value, "", "http://www.w3.org/2001/XMLSchema#decimal")));
    terms.put("unit", List.of(link(unit)));
    return new Line(terms);
  }

  private static Term link(String name) {
    return new Term.Link("http://example.org/" + name, name, true, "");
  }
}
