package org.techrace.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.techrace.search.WordFilters.Filter;
import org.techrace.search.WordFilters.Understood;
import org.techrace.search.WordFilters.Value;
import org.techrace.search.WordIndex.Document;
import org.techrace.search.WordIndex.Hit;
import org.techrace.search.WordIndex.Naming;

final class WordIndexTest {
  private static final WordIndex INDEX =
      new WordIndex(
          List.of(
              new Document("rat", List.of(new Naming("Rat", "de")), List.of(), List.of()),
              new Document(
                  "advice", List.of(new Naming("Rat", "en")), List.of(), List.of("rules"))));

  private static final WordFilters FILTERS =
      new WordFilters(
          List.of(
              new Value("fruit", List.of("fruits", "Obst"), Set.of("apple", "pear", "fig")),
              new Value("red", List.of("red"), Set.of("apple", "brick")),
              new Value("dark red", List.of("dark red"), Set.of("fig")),
              new Value("1990", List.of("1990"), Set.of("pear"))),
          Set.of("without"));

  @Test
  void namesInTheLanguageOfTheReaderComeFirst() {
    assertThat(INDEX.find("rat rules", "de", 2)).extracting(Hit::key).contains("rat", "advice");
    assertThat(INDEX.find("rat", "de", 2)).extracting(Hit::key).containsExactly("rat", "advice");
    assertThat(INDEX.find("rat", "en", 2)).extracting(Hit::key).containsExactly("advice", "rat");
  }

  @Test
  void documentsHaveAllWordsInAnyPartOrInTheirNames() {
    assertThat(INDEX.having("rat rules")).containsExactly("advice");
    assertThat(INDEX.named("rules")).isEmpty();
    assertThat(INDEX.having("nothing else")).isEmpty();
  }

  @Test
  void longestNameIsTheFilter() {
    Understood understood = FILTERS.read("ripe dark red fruit 1990");
    assertThat(understood.filters())
        .extracting(Filter::words)
        .containsExactly("dark red", "fruit", "1990");
    assertThat(understood.filters().getFirst().without()).isEqualTo("ripe fruit 1990");
    assertThat(understood.rest()).isEqualTo("ripe");
  }

  @Test
  void onlyDocumentsThatPassAllFiltersPass() {
    assertThat(FILTERS.passing(FILTERS.read("red fruit").filters())).containsExactly("apple");
    assertThat(FILTERS.passing(FILTERS.read("Obst 1990").filters())).containsExactly("pear");
    assertThat(FILTERS.passing(FILTERS.read("red 1990").filters())).isEmpty();
  }

  @Test
  void filterAfterANegationExcludes() {
    for (String query : List.of("fruit without red", "fruit -red")) {
      Understood understood = FILTERS.read(query);
      assertThat(FILTERS.passing(understood.filters()))
          .as(query)
          .containsExactlyInAnyOrder("pear", "fig");
      assertThat(understood.filters().getLast().words()).isEqualTo("red");
      assertThat(understood.filters().getLast().without()).isEqualTo("fruit");
    }
  }

  @Test
  void relaxedQueriesHaveOneFilterLess() {
    assertThat(FILTERS.read("red fruit 1990").relaxed())
        .extracting(one -> one.filters().stream().map(Filter::words).toList())
        .containsExactly(
            List.of("red", "fruit", "1990"),
            List.of("red", "fruit"),
            List.of("red", "1990"),
            List.of("fruit", "1990"));
  }
}
