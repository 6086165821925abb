package org.techrace.serve.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.techrace.entity.Entity.Evidence;
import org.techrace.entity.Entity.Property;
import org.techrace.entity.Entity.Statements;
import org.techrace.entity.Term;

/// Tests which sources are named once below a section or a table.
final class SharedSourceTest {
  private static final Statements FIRST = statements("a", "one", "");
  private static final Statements SECOND = statements("b", "one", "about");
  private static final Statements OTHER = statements("c", "other", "");

  private static Term.Link link(String name) {
    return new Term.Link("https://example.org/" + name, name, true, name);
  }

  private static Statements statements(String object, String source, String hedge) {
    List<String> hedges = hedge.isEmpty() ? List.of() : List.of(hedge);
    Evidence evidence = new Evidence(link(source), "2026-01-01", List.of(), hedges);
    return new Statements(List.of(link(object)), List.of(evidence));
  }

  private static SharedSource of(Statements... statements) {
    return SharedSource.of(List.of(new Property(link("p"), 1, List.of(statements))));
  }

  @Test
  void sourceOfAllStatementsIsNamedOnce() {
    SharedSource shared = of(FIRST, SECOND);
    assertThat(shared.all()).isTrue();
    assertThat(shared.sources())
        .extracting(source -> source.source().text())
        .containsExactly("one");
    assertThat(shared.names(SECOND)).isTrue();
    assertThat(shared.details(FIRST)).isEmpty();
    assertThat(shared.details(SECOND))
        .singleElement()
        .satisfies(e -> assertThat(e.hedges()).containsExactly("about"));
  }

  @Test
  void statementsWithAnotherSourceNameIt() {
    SharedSource shared = of(FIRST, OTHER, SECOND);
    assertThat(shared.all()).isFalse();
    assertThat(shared.names(FIRST)).isTrue();
    assertThat(shared.names(OTHER)).isFalse();
  }

  @Test
  void sourceOfOneStatementIsNextToIt() {
    assertThat(of(FIRST).sources()).isEmpty();
    assertThat(of(FIRST, OTHER).names(FIRST)).isFalse();
    assertThat(SharedSource.of(List.of()).sources()).isEmpty();
  }

  private static Line line(String thing, String source) {
    return new Line(Map.of("thing", List.of(link(thing)), "source", List.of(link(source))));
  }

  @Test
  void tableHasNoColumnForTheSourceOfAllLines() {
    List<String> columns = List.of("thing", "source");
    Table same = Table.of(columns, List.of(line("a", "one"), line("b", "one")));
    assertThat(same.source()).containsExactly(link("one"));
    assertThat(same.shownColumns()).extracting(Table.Column::variable).containsExactly("thing");
    Table differs = Table.of(columns, List.of(line("a", "one"), line("b", "other")));
    assertThat(differs.source()).isEmpty();
    assertThat(differs.shownColumns()).extracting(Table.Column::variable).isEqualTo(columns);
  }
}
