package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.apache.jena.fuseki.main.FusekiServer;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.OwnGraph;

/// A server in front of another SPARQL engine shows what it shows with its own store. The engine is
/// a plain Fuseki, whose default graph is empty, with the dump of a small release.
final class EndpointTest {
  @TempDir private static Path folder = Path.of("");
  private static SealedReleases sealed = new SealedReleases(folder);
  private static Optional<TestServer> own = Optional.empty();
  private static Optional<FusekiServer> engine = Optional.empty();
  private static Optional<TestServer> behind = Optional.empty();

  @BeforeAll
  static void start() throws Exception {
    sealed = SealedReleases.monthly(folder.resolve("releases"), 1);
    own = Optional.of(sealed.serve(options().build()));
    FusekiServer fuseki = fuseki(dump());
    engine = Optional.of(fuseki);
    behind = Optional.of(serve(fuseki));
  }

  @AfterAll
  static void stop() {
    behind.ifPresent(TestServer::close);
    engine.ifPresent(FusekiServer::stop);
    own.ifPresent(TestServer::close);
  }

  private static Options.Builder options() {
    return OwnGraph.options().withPort(0).edit();
  }

  private static DatasetGraph dump() {
    DatasetGraph data = DatasetGraphFactory.createGeneral();
    Path release = sealed.releases().folder(sealed.ids().getLast());
    RDFDataMgr.read(data, release.resolve("data.nq.gz").toString());
    return data;
  }

  private static FusekiServer fuseki(DatasetGraph data) {
    return FusekiServer.create().port(0).loopback(true).add("/kg", data, false).build().start();
  }

  private static URI address(FusekiServer fuseki) {
    return URI.create("http://localhost:" + fuseki.getPort() + "/kg/sparql");
  }

  private static TestServer serve(FusekiServer fuseki) throws IOException {
    Options options = options().endpoint(Optional.of(address(fuseki))).build();
    return TestServer.of(Server.start(options, sealed.releases()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/page/firm-one",
        "/page/firm-two",
        "/list",
        "/search?q=firm+two",
        "/questions",
        "/compare?things=firm-one&things=firm-two",
        "/explore"
      })
  void pagesHaveTheSameContent(String path) throws Exception {
    assertSameAnswer(path, "text/html", EndpointTest::content);
  }

  private static void assertSameAnswer(
      String path, String accept, Function<String, Object> compared) throws Exception {
    HttpResponse<String> answer = behind.orElseThrow().get(path, accept);
    HttpResponse<String> expected = own.orElseThrow().get(path, accept);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected.statusCode());
    assertThat(compared.apply(withoutPort(answer.body())))
        .isEqualTo(compared.apply(withoutPort(expected.body())));
  }

  private static String withoutPort(String body) {
    return body.replaceAll("localhost:\\d+", "localhost");
  }

  /// Returns the text of a page and the targets of its links.
  private static String content(String html) {
    Document page = Jsoup.parse(html);
    StringBuilder content = new StringBuilder(page.text());
    page.select("[href]").forEach(link -> content.append('\n').append(link.attr("href")));
    return content.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/data/firm-one.nt",
        "/search?q=firm+one&format=json",
        "/suggest?q=fir",
        "/reconcile?queries=%7B%22q0%22%3A%7B%22query%22%3A%22Firm+Two%22%7D%7D",
        "/sparql?format=csv&query=PREFIX%20text%3A%3Chttp%3A%2F%2Fjena.apache.org%2Ftext%23%3E%20SELECT%20%3Fs%20%7B%20%3Fs%20text%3Aquery%20%22firm%22%20%7D%20ORDER%20BY%20%3Fs",
        "/sparql?format=nt&query=DESCRIBE%20%3Chttps%3A%2F%2Fw3id.org%2Ftechrace%2Fid%2Ffirm-one%3E",
        "/sparql?format=json&query=ASK%20%7B%20%3Fs%20a%20%3Chttps%3A%2F%2Fw3id.org%2Ftechrace%2Fontology%23Firm%3E%20%7D",
        "/sparql?query=SELECT"
      })
  void dataSearchAndQueriesHaveTheSameAnswers(String path) throws Exception {
    assertSameAnswer(path, "*/*", body -> body.lines().sorted().toList());
  }

  @Test
  void theServiceDescriptionSaysWhatIsWeaker() throws Exception {
    assertThat(behind.orElseThrow().get("/sparql", "text/turtle").body())
        .contains("Another SPARQL engine evaluates the queries");
    assertThat(own.orElseThrow().get("/sparql", "text/turtle").body())
        .doesNotContain("Another SPARQL engine");
  }

  @Test
  void saysThatTheEngineIsDownWithoutItsAddress() throws Exception {
    FusekiServer fuseki = fuseki(dump());
    String port = String.valueOf(fuseki.getPort());
    try (TestServer alone = serve(fuseki)) {
      fuseki.stop();
      HttpResponse<String> answer = alone.get("/sparql?query=ASK%7B%3Fdown%20a%20%3Fc%7D", "*/*");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body())
          .contains("The SPARQL engine behind this site does not answer now")
          .doesNotContain(port);
    }
  }

  @Test
  void refusesAnEngineWithoutTheData() {
    FusekiServer empty = fuseki(DatasetGraphFactory.createGeneral());
    try {
      assertThatThrownBy(() -> serve(empty).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has no statement about <" + OwnGraph.IRIS.base())
          .hasMessageContaining("load data.nq.gz");
    } finally {
      empty.stop();
    }
  }
}
