package org.techrace.serve.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.techrace.entity.Term;

class TimelineTest {
  @Test
  void aThingThatLastsHasARowAndALineUpToItsDay() {
    Timeline timeline =
        Timeline.of(
            List.of(
                thing("a", "2024-02-12", "", "2026-12-02"),
                thing("b", "2024-02-20", "2025-01-01", ""),
                thing("c", "2024-03-01", "", "")));
    Timeline.Mark lasting = timeline.marks().getFirst();
    assertThat(timeline.ticks()).extracting(Timeline.Tick::text).endsWith("2027");
    assertThat(lasting.isOpen()).isTrue();
    assertThat(timeline.marks())
        .extracting(mark -> mark.end() > mark.x())
        .as("a line")
        .containsExactly(true, true, false);
    assertThat(lasting.end()).isGreaterThan(timeline.marks().get(1).end());
    assertThat(timeline.marks()).extracting(Timeline.Mark::y).doesNotHaveDuplicates();
  }

  /// What is in force has a line up to today, also in a lane of more things than a column has dots.
  @Test
  void eachThingOfALaneHasARow() {
    List<Line> some = new ArrayList<>();
    for (int i = 0; i < Timeline.ROWS; i++) {
      some.add(thing("a" + i, "2024-02-12", "", "2026-12-02"));
    }
    Timeline timeline = Timeline.of(some);
    assertThat(timeline.marks()).hasSize(Timeline.ROWS).allMatch(mark -> mark.end() > mark.x());
    assertThat(timeline.marks()).extracting(Timeline.Mark::y).doesNotHaveDuplicates();
    assertThat(timeline.rests()).isEmpty();
    assertThat(timeline.lanes()).noneMatch(Timeline.Lane::cut);
  }

  @Test
  void aLaneOfManyThingsHasDotsInColumns() {
    List<Line> many = new ArrayList<>();
    for (int i = 0; i <= Timeline.ROWS; i++) {
      many.add(
          thing("a" + i, "%d-%02d-01".formatted(2000 + i / 3, 1 + i % 3 * 4), "", "2026-12-02"));
    }
    Timeline timeline = Timeline.of(many);
    assertThat(timeline.marks())
        .extracting(Timeline.Mark::y)
        .containsOnly(timeline.marks().getFirst().y());
    assertThat(timeline.marks()).allMatch(mark -> mark.end() == mark.x());
    assertThat(timeline.lanes()).allMatch(Timeline.Lane::cut);
    assertThat(timeline.ticks()).extracting(Timeline.Tick::text).endsWith("2018");
  }

  @Test
  void anEndInTheFutureDoesNotWidenTheAxis() {
    Timeline timeline = Timeline.of(List.of(thing("a", "2024-02-12", "2049-10-01", "")));
    assertThat(timeline.ticks()).extracting(Timeline.Tick::text).endsWith("2025");
    assertThat(timeline.marks().getFirst().isOpen()).isFalse();
  }

  private static Line thing(String name, String start, String end, String lasts) {
    Map<String, List<Term>> terms = new LinkedHashMap<>();
    terms.put("thing", List.of(new Term.Link("http://x/" + name, name, true, "")));
    terms.put("lane", List.of(new Term.Link("http://x/lane", "lane", true, "")));
    Map.of("start", start, "end", end, "lasts", lasts)
        .forEach(
            (variable, day) -> {
              if (!day.isEmpty()) {
                terms.put(variable, List.of(new Term.Value(day, "", "")));
              }
            });
    return new Line(terms);
  }
}
