package org.techrace.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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
  void synonymsAndOtherNamesStandForAThing() {
    WordIndex index =
        new WordIndex(
            List.of(
                new Document(
                    "plane",
                    List.of(new Naming("airplane", "en"), new Naming("Flugzeug", "de")),
                    List.of(),
                    List.of()),
                new Document(
                    "question",
                    List.of(Naming.of("Which airplane is fast?")),
                    List.of(),
                    List.of())),
            Map.of("jumbo", List.of("airplane")));
    for (String words : List.of("jumbo", "Flugzeug", "airplanes")) {
      assertThat(index.find(words, "en", 2))
          .as(words)
          .extracting(Hit::key)
          .containsExactly("plane", "question");
    }
  }

  private static final WordIndex LISTS =
      new WordIndex(
          List.of(
              new Document(
                  "list",
                  List.of(Naming.of("Great Tall-Tree List")),
                  List.of("forest"),
                  List.of("leaves")),
              new Document("oak", List.of(Naming.of("oak")), List.of(), List.of())),
          Map.of("wood", List.of("forest")));

  @Test
  void acronymsStandForANameWithAndWithoutItsLastWord() {
    for (String acronym : List.of("GTT", "GTTL", "gtt list")) {
      assertThat(LISTS.find(acronym, "en", 1))
          .as(acronym)
          .extracting(Hit::key)
          .containsExactly("list");
    }
    assertThat(LISTS.find("GT", "en", 1)).isEmpty();
  }

  @Test
  void acronymsStandForThePartOfANameBetweenWordsSuchAsOf() {
    WordIndex figures =
        new WordIndex(
            List.of(
                figure("price", "price of wood at constant forest weights"),
                figure("tax", "tax on wood at constant forest weights"),
                figure("fees", "fees at customs")));
    assertThat(figures.find("CFW", "en", 3))
        .extracting(Hit::key)
        .containsExactlyInAnyOrder("price", "tax");
    assertThat(figures.missing(figures.read("CFW"), List.of("tax"))).isEmpty();
    assertThat(figures.missing(figures.read("CFW"), List.of("fees"))).containsExactly("cfw");
  }

  private static Document figure(String key, String name) {
    return new Document(key, List.of(Naming.of(name)), List.of(), List.of());
  }

  @Test
  void wordsThatOnlyOtherDocumentsOrTextsHaveAreMissing() {
    assertThat(LISTS.missing(LISTS.read("tall trees"), List.of("list"))).isEmpty();
    assertThat(LISTS.missing(LISTS.read("woods"), List.of("list"))).isEmpty();
    assertThat(LISTS.missing(LISTS.read("GTT"), List.of("list"))).isEmpty();
    assertThat(LISTS.missing(LISTS.read("oak leaves"), List.of("list")))
        .containsExactlyInAnyOrder("oak", WordIndex.compared("leaves"));
    assertThat(LISTS.missing(LISTS.read("oak"), List.of("oak", "list"))).isEmpty();
  }

  /// A word of several words is found by these, with letters between them, and by words that begin
  /// or end with one of them.
  @Test
  void compoundWordsAreFoundByTheirParts() {
    WordIndex index =
        new WordIndex(
            List.of(
                new Document(
                    "spending",
                    List.of(new Naming("Ausgaben für Forschung", "de")),
                    List.of(),
                    List.of()),
                new Document(
                    "fusion", List.of(new Naming("Fusionsenergie", "de")), List.of(), List.of()),
                new Document(
                    "nuclear", List.of(new Naming("Kernenergie", "de")), List.of(), List.of()),
                new Document(
                    "launch",
                    List.of(new Naming("Starts von Raketen", "de")),
                    List.of(),
                    List.of())));
    assertThat(index.find("Forschungsausgaben", "de", 1)).extracting(Hit::key).contains("spending");
    assertThat(index.find("Raketenstart", "de", 1)).extracting(Hit::key).contains("launch");
    assertThat(index.find("Kernfusion", "de", 9))
        .extracting(Hit::key)
        .containsExactlyInAnyOrder("fusion", "nuclear");
    assertThat(index.corrected("Raketenstart", word -> false)).isEqualTo("Raketenstart");
    assertThat(index.find("Handelsabkommen", "de", 1)).isEmpty();
  }

  @Test
  void wordsThatOccurNowhereAreCorrected() {
    assertThat(INDEX.corrected("the ruels of rat", word -> false)).isEqualTo("the rules of rat");
    assertThat(INDEX.corrected("ruels", "ruels"::equals)).isEqualTo("ruels");
    assertThat(INDEX.corrected("zzzz rat", word -> false)).isEqualTo("zzzz rat");
  }

  @Test
  void exactWordsCountMoreThanThoseOfTheSameRoot() {
    WordIndex index =
        new WordIndex(
            List.of(
                new Document("a", List.of(Naming.of("restricted")), List.of(), List.of()),
                new Document("b", List.of(Naming.of("restriction")), List.of(), List.of())));
    assertThat(index.find("restrictions", "en", 2)).extracting(Hit::key).containsExactly("b", "a");
  }

  @Test
  void twoChineseCharactersAreAWord() {
    WordIndex index =
        new WordIndex(
            List.of(
                new Document("chips", List.of(Naming.of("半导体专利")), List.of(), List.of()),
                new Document("body", List.of(Naming.of("人体专家")), List.of(), List.of())));
    assertThat(index.find("半导体的专利有多少", "zh", 2)).extracting(Hit::key).containsExactly("chips");
  }

  /// One Chinese character is a name between others if no document has it together with these.
  @Test
  void oneChineseCharacterIsANameIfNoWordHasIt() {
    WordIndex index =
        new WordIndex(
            List.of(
                new Document("lithium", List.of(new Naming("锂", "zh")), List.of("产量"), List.of()),
                new Document("states", List.of(new Naming("国家", "zh")), List.of(), List.of()),
                new Document("house", List.of(new Naming("家", "zh")), List.of(), List.of())));
    assertThat(index.read("国家锂产量").things()).contains(Set.of("lithium"));
    assertThat(index.read("大国家园").things()).doesNotContain(Set.of("house"));
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
