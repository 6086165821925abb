package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.QueryCounter;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;

/// Counts the queries of each page. The number must not depend on the amount of content.
@UsesServedProject
final class QueriesPerPageTest {
  /// The maximum number of queries of any type of page. Searches may have the most: the first eight
  /// results have sentences.
  private static final int MAX_QUERIES = 25;

  private final ServedProject project;
  private final QueryCounter counter = new QueryCounter();

  QueriesPerPageTest(ServedProject project) {
    this.project = project;
  }

  /// No other queries run during the test.
  @BeforeEach
  void warm() throws InterruptedException {
    project.server().awaitWarm();
  }

  @AfterEach
  void countNoMore() {
    counter.close();
  }

  /// A type of page with three examples: one to warm up, one with little content, one with much. No
  /// other test requests the last two, so their answers are not cached.
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "entity, /page/firm-huawei, /page/firm-xiaomi, /page/firm-tencent",
    "list, /list/Firm?sort=-http%3A%2F%2Fwww.w3.org%2F2000%2F01%2Frdf-schema%23label,"
        + " /list/Person?sort=-http%3A%2F%2Fwww.w3.org%2F2000%2F01%2Frdf-schema%23label,"
        + " /list/Mapping?sort=-http%3A%2F%2Fwww.w3.org%2F2000%2F01%2Frdf-schema%23label",
    "explore, /explore/claims?speaker=https%3A%2F%2Fw3id.org%2Ftechrace%2Fid%2Fperson-helen-zheng,"
        + " /explore/claims?stance=https%3A%2F%2Fw3id.org%2Ftechrace%2Fscheme%2Fstance-mixed,"
        + " /explore/claims?stance=https%3A%2F%2Fw3id.org%2Ftechrace%2Fscheme%2Fstance-unfavourable",
    "question, /questions/122-rd-by-performer?place=country-JPN,"
        + " /questions/122-rd-by-performer?place=country-DEU,"
        + " /questions/122-rd-by-performer?place=country-KOR&place=country-USA",
    "compare, /compare?thing=firm-huawei&thing=firm-tencent,"
        + " /compare?thing=firm-alibaba&thing=firm-xiaomi,"
        + " /compare?thing=country-GBR&thing=country-USA&thing=country-JPN&thing=country-KOR&thing=country-DEU",
  })
  void numberOfQueriesDoesNotDependOnTheContent(
      String type, String warmUp, String little, String much) throws Exception {
    ask(warmUp);
    Asked few = ask(little);
    Asked many = ask(much);
    assertThat(many.length()).as("%s shows more than %s", much, little).isGreaterThan(few.length());
    assertThat(few.queries()).as("some were asked").isPositive();
    assertThat(many.queries()).isEqualTo(few.queries()).isLessThanOrEqualTo(MAX_QUERIES);
  }

  /// A search reads the index. Sources need at most one query, and names that are not unique
  /// another one; the sentence of each of the first eight results needs at most three. All may be
  /// cached.
  @ParameterizedTest
  @CsvSource({
    "/search?q=huawei, 25",
    "/search?q=quantum+computing&limit=9, 26",
    "/suggest?q=huawei, 0",
    "/suggest?q=quantum+computing&limit=4, 1",
  })
  void searchNeedsFewQueries(String path, int queries) throws Exception {
    assertThat(ask(path).queries()).isLessThanOrEqualTo(queries);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.techrace.PageTypes#all")
  void everyPageNeedsFewQueries(String name, String path) throws Exception {
    assertThat(ask(path).queries()).isLessThanOrEqualTo(MAX_QUERIES);
  }

  /// Answers that depend only on the release are kept. Those that the warm-up has asked for may
  /// have been displaced by other tests, so each page is asked for twice.
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
  void overviewPagesNeedNoQueries(String path) throws Exception {
    int queries = ask(path).queries();
    // Queries that another request left behind are counted, too, but not each time.
    for (int i = 0; i < 5 && queries > 0; i++) {
      queries = ask(path).queries();
    }
    assertThat(queries).isZero();
  }

  private record Asked(int queries, int length) {}

  private Asked ask(String path) throws Exception {
    counter.since();
    int length = project.browse(path).body().length();
    return new Asked(counter.since(), length);
  }
}
