package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.QueryCounter;
import org.techrace.ServedProject;

/// How many queries a page asks: as many whether it shows little or much.
@ExtendWith(ServedProject.Resolver.class)
final class QueriesPerPageTest {
  /// No type of page asks more.
  private static final int MOST = 16;

  private final ServedProject project;
  private final QueryCounter counter = new QueryCounter();

  QueriesPerPageTest(ServedProject project) {
    this.project = project;
  }

  /// Nothing else asks meanwhile.
  @BeforeEach
  void warm() throws InterruptedException {
    project.server().awaitWarm();
  }

  @AfterEach
  void countNoMore() {
    counter.close();
  }

  /// A type of page: one to warm up with, one with little on it, one with much. No other test asks
  /// for the last two, so nothing of what they ask is remembered.
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "entity, /page/firm-huawei, /page/firm-xiaomi, /page/firm-tencent",
    "list, /list/Firm?sort=-http%3A%2F%2Fwww.w3.org%2F2000%2F01%2Frdf-schema%23label,"
        + " /list/Person?sort=-http%3A%2F%2Fwww.w3.org%2F2000%2F01%2Frdf-schema%23label,"
        + " /list/Mapping?sort=-http%3A%2F%2Fwww.w3.org%2F2000%2F01%2Frdf-schema%23label",
    "explore, /explore/claims?speaker=https%3A%2F%2Fw3id.org%2Ftechrace%2Fid%2Fperson-helen-zheng,"
        + " /explore/claims?stance=https%3A%2F%2Fw3id.org%2Ftechrace%2Fscheme%2Fstance-mixed,"
        + " /explore/claims?stance=https%3A%2F%2Fw3id.org%2Ftechrace%2Fscheme%2Fstance-unfavourable",
    "question, /questions/12-claims-by-speaker-and-stance, /questions/02-firms-and-places,"
        + " /questions/04-technologies-led",
    "compare, /compare?thing=firm-huawei&thing=firm-tencent,"
        + " /compare?thing=firm-alibaba&thing=firm-xiaomi,"
        + " /compare?thing=country-GBR&thing=country-USA&thing=country-JPN&thing=country-KOR&thing=country-DEU",
  })
  void noMoreQueriesForMoreStatements(String type, String warmUp, String little, String much)
      throws Exception {
    ask(warmUp);
    Asked few = ask(little);
    Asked many = ask(much);
    assertThat(many.length()).as("%s shows more than %s", much, little).isGreaterThan(few.length());
    assertThat(few.queries()).as("some were asked").isPositive();
    assertThat(many.queries()).isEqualTo(few.queries()).isLessThanOrEqualTo(MOST);
  }

  /// A search reads the index; what its hits come from is one query at most, what tells those of
  /// one name apart another. Either may be remembered.
  @ParameterizedTest
  @CsvSource({
    "/search?q=huawei, 1",
    "/search?q=quantum+computing&limit=9, 2",
    "/suggest?q=huawei, 0",
    "/suggest?q=quantum+computing&limit=4, 1",
  })
  void aSearchAsksFewQueries(String path, int queries) throws Exception {
    assertThat(ask(path).queries()).isLessThanOrEqualTo(queries);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.techrace.PageTypes#all")
  void noTypeOfPageAsksManyQueries(String name, String path) throws Exception {
    assertThat(ask(path).queries()).isLessThanOrEqualTo(MOST);
  }

  /// What depends on the release alone was asked when the server warmed up, and is remembered.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/explore",
        "/explore/areas",
        "/explore/figures",
        "/list/Technology",
        "/ontology",
        "/questions",
        "/downloads",
        "/reports/data-quality",
        "/reports/sources-and-licences"
      })
  void aPageOfTheWholeReleaseAsksNoQuery(String path) throws Exception {
    assertThat(ask(path).queries()).isZero();
  }

  private record Asked(int queries, int length) {}

  private Asked ask(String path) throws Exception {
    counter.since();
    int length = project.browse(path).body().length();
    return new Asked(counter.since(), length);
  }
}
