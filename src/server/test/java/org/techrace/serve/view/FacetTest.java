package org.techrace.serve.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.techrace.entity.Term;

/// Tests the order of a facet's values.
final class FacetTest {
  @Test
  void sortsValuesBySelectionThenFrequencyThenName() {
    Facet facet =
        new Facet(
            "passage",
            List.of(
                value("¶ 10", 1, false),
                value("¶ 2", 1, false),
                value("¶ 30", 7, false),
                value("¶ 4", 2, true)));
    assertThat(facet.values())
        .extracting(value -> value.term().text())
        .containsExactly("¶ 4", "¶ 30", "¶ 2", "¶ 10");
  }

  private static Facet.Value value(String name, int count, boolean chosen) {
    return new Facet.Value(
        new Term.Link("http://example.org/" + name, name, true, ""), count, chosen, "");
  }
}
