package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.engine.Plan;
import org.apache.jena.sparql.engine.QueryEngineFactory;
import org.apache.jena.sparql.engine.QueryEngineRegistry;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.util.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.ServedProject;

/// How many queries a page asks: as many whether it shows little or much.
@ExtendWith(ServedProject.Resolver.class)
final class QueriesPerPageTest {
  /// No type of page asks more.
  private static final int MOST = 16;

  private final ServedProject project;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Counter counter = new Counter();

  QueriesPerPageTest(ServedProject project) {
    this.project = project;
  }

  @BeforeEach
  void count() {
    QueryEngineRegistry.addFactory(counter);
  }

  @AfterEach
  void countNoMore() {
    QueryEngineRegistry.removeFactory(counter);
  }

  /// A type of page: one to warm up with, one with little on it, one with much. No other test asks
  /// for the last two, so nothing of what they ask is remembered.
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "entity, /page/firm-huawei, /page/firm-xiaomi, /page/country-DEU",
    "list, /list/Firm, /list/Person, /list/Mapping",
    "explore, /explore/claims?speaker=https%3A%2F%2Fw3id.org%2Ftechrace%2Fid%2Fperson-helen-zheng,"
        + " /explore/claims?stance=https%3A%2F%2Fw3id.org%2Ftechrace%2Fscheme%2Fstance-mixed,"
        + " /explore/claims?stance=https%3A%2F%2Fw3id.org%2Ftechrace%2Fscheme%2Fstance-unfavourable",
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

  @Test
  void aSearchReadsTheIndexAlone() throws Exception {
    assertThat(ask("/search?q=united").queries()).isZero();
  }

  /// Pages that there is one of; what they ask is remembered as long as the release is served.
  @ParameterizedTest
  @CsvSource({"/", "/explore", "/ontology", "/questions", "/downloads"})
  void aPageOfTheWholeReleaseAsksFewQueries(String path) throws Exception {
    ask(path);
    assertThat(ask(path).queries()).isLessThanOrEqualTo(2);
  }

  private record Asked(int queries, int length) {}

  private Asked ask(String path) throws Exception {
    counter.queries.set(0);
    int length = get(path).body().length();
    return new Asked(counter.queries.get(), length);
  }

  private HttpResponse<String> get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(project.uri(path)).header("Accept", "text/html").build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response;
  }

  /// Is asked before every query whether it would like to run it, and never does.
  private static final class Counter implements QueryEngineFactory {
    private final AtomicInteger queries = new AtomicInteger();

    @Override
    public boolean accept(Query query, DatasetGraph dataset, Context context) {
      queries.incrementAndGet();
      return false;
    }

    @Override
    public Plan create(Query query, DatasetGraph dataset, Binding input, Context context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean accept(Op op, DatasetGraph dataset, Context context) {
      return false;
    }

    @Override
    public Plan create(Op op, DatasetGraph dataset, Binding input, Context context) {
      throw new UnsupportedOperationException();
    }
  }
}
