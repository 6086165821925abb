package org.techrace.serve.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.techrace.entity.Term;

/// Tests who is first and second, and whether the measures agree.
final class LeadersTest {
  private static final List<String> VARIABLES =
      List.of("line", "measure", "thing", "when", "value");

  @Test
  void comparesTheLatestTimeOfEachMeasure() {
    Leaders leaders =
        leaders(
            line("papers", "a", "2020", "9"),
            line("papers", "b", "2020", "3"),
            line("papers", "a", "2022", "4"),
            line("papers", "b", "2022", "8"));
    Leaders.Ranking papers = leaders.rankings().getFirst();
    assertThat(papers.first()).extracting(place -> place.thing().text()).containsExactly("b", "a");
    assertThat(papers.when()).isEqualTo("2022");
    assertThat(papers.since()).isEqualTo("2022");
    assertThat(papers.margin()).isEqualTo("2 times");
  }

  @Test
  void countsTheMeasuresByWhichEachThingIsFirst() {
    Leaders leaders =
        leaders(
            line("papers", "a", "2022", "1"),
            line("papers", "b", "2022", "2"),
            line("patents", "a", "2020", "5"),
            line("patents", "b", "2020", "4"),
            line("models", "a", "2024", "7"));
    assertThat(leads(leaders)).containsExactly("a 2", "b 1");
  }

  /// Things with the same value are first together, in any order.
  @Test
  void tiedThingsAreFirstTogether() {
    Leaders leaders =
        leaders(
            line("papers", "a", "2021", "1"),
            line("papers", "b", "2021", "2"),
            line("papers", "a", "2022", "5"),
            line("papers", "b", "2022", "5"),
            line("papers", "c", "2022", "5"),
            line("papers", "d", "2022", "1"),
            line("models", "b", "2024", "7"));
    assertThat(leads(leaders)).containsExactly("b 2", "a 1", "c 1");
    assertThat(leaders.sentences().getFirst())
        .contains("3 are first with 5 in 2022 each, among them a and b");
  }

  @Test
  void thingsThatShareTheSecondPlaceAreNotHidden() {
    assertThat(
            leaders(
                    line("n", "a", "2022", "6"),
                    line("n", "b", "2022", "2"),
                    line("n", "c", "2022", "2"))
                .sentences()
                .getFirst())
        .contains("3 times b and c (2 in 2022)");
    assertThat(
            leaders(
                    line("n", "a", "2022", "6"),
                    line("n", "b", "2022", "2"),
                    line("n", "c", "2022", "2"),
                    line("n", "d", "2022", "2"),
                    line("n", "e", "2022", "1"))
                .sentences()
                .getFirst())
        .contains("3 times b and 2 others (2 in 2022)");
  }

  @Test
  void sentencesHaveTheUnit() {
    Line line = line("output", "a", "2022", "2000000");
    Map<String, List<Term>> terms = new HashMap<>(line.terms());
    terms.put(
        "unit", List.of(new Term.Link("http://qudt.org/vocab/unit/TONNE", "tonne", true, "")));
    Leaders leaders = leaders(new Line(terms));
    assertThat(leaders.sentences()).containsExactly("Output: a: 2 million tonne in 2022.");
    assertThat(leaders.others()).isEmpty();
  }

  private static Leaders leaders(Line... lines) {
    return Leaders.of(VARIABLES, List.of(lines), Colours.FREE);
  }

  private static List<String> leads(Leaders leaders) {
    return leaders.leads().stream()
        .map(lead -> lead.thing().text() + " " + lead.measures())
        .toList();
  }

  private static Line line(String measure, String thing, String when, String value) {
    return new Line(
        Map.of(
            "line", List.of(link(measure)),
            "thing", List.of(link(thing)),
            "when", List.of(new Term.Value(when, "", "http://www.w3.org/2001/XMLSchema#gYear")),
            "value",
                List.of(new Term.Value(value, "", "http://www.w3.org/2001/XMLSchema#decimal"))));
  }

  private static Term link(String name) {
    return new Term.Link("http://example.org/" + name, name, true, "");
  }
}
