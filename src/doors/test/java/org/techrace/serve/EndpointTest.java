package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.jena.fuseki.main.FusekiServer;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.syntax.syntaxtransform.QueryTransformOps;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.OwnGraph;
import org.techrace.VirtuosoServer;
import org.techrace.entity.PageQuery;
import org.techrace.remote.EndpointDataset;
import org.techrace.remote.EndpointException;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Questions.Question;

/// A server in front of another SPARQL engine shows what it shows with its own store. The engine
/// has the dump of a small release.
@ParameterizedClass
@EnumSource
final class EndpointTest {
  /// The engines.
  enum Kind {
    /// A plain Fuseki, whose default graph is empty.
    FUSEKI {
      @Override
      Engine start(DatasetGraph data) {
        return Engine.of(fuseki(data));
      }
    },
    /// Virtuoso, whose default graph is the union of all graphs, its own included.
    VIRTUOSO {
      @Override
      Engine start(DatasetGraph data) throws Exception {
        Path file = folder.resolve("data.nq");
        try (OutputStream quads = Files.newOutputStream(file)) {
          RDFDataMgr.write(quads, data, Lang.NQUADS);
        }
        VirtuosoServer virtuoso =
            VirtuosoServer.start(file)
                .orElseGet(() -> abort("Debian's virtuoso-opensource-7-bin is not installed"));
        return new Engine(virtuoso.endpoint(), virtuoso::close);
      }
    };

    abstract Engine start(DatasetGraph data) throws Exception;
  }

  /// A running engine.
  record Engine(URI address, Runnable stop) {
    static Engine of(FusekiServer fuseki) {
      return new Engine(EndpointTest.address(fuseki), fuseki::stop);
    }
  }

  @TempDir private static Path folder = Path.of("");
  private static SealedReleases sealed = new SealedReleases(folder);
  private static Optional<TestServer> own = Optional.empty();
  private static Optional<Engine> engine = Optional.empty();
  private static Optional<TestServer> behind = Optional.empty();
  private final Kind kind;

  EndpointTest(Kind kind) {
    this.kind = kind;
  }

  @BeforeAll
  static void start() throws Exception {
    sealed = SealedReleases.monthly(folder.resolve("releases"), 1);
    own = Optional.of(sealed.serve(options().build()));
  }

  @BeforeParameterizedClassInvocation
  static void start(Kind kind) throws Exception {
    Engine started = kind.start(dump());
    engine = Optional.of(started);
    behind = Optional.of(serve(started.address()));
  }

  @AfterParameterizedClassInvocation
  static void stopEngine() {
    behind.ifPresent(TestServer::close);
    behind = Optional.empty();
    engine.ifPresent(e -> e.stop().run());
    engine = Optional.empty();
  }

  @AfterAll
  static void stop() {
    own.ifPresent(TestServer::close);
  }

  private static Options.Builder options() {
    return Options.DEFAULT.edit().graph(OwnGraph.SETTINGS).build().withPort(0).edit();
  }

  private static DatasetGraph dump() {
    return dump(sealed, sealed.ids().getLast());
  }

  private static DatasetGraph dump(SealedReleases releases, String id) {
    DatasetGraph data = DatasetGraphFactory.createGeneral();
    Path release = releases.releases().folder(id);
    RDFDataMgr.read(data, release.resolve("data.nq.gz").toString());
    return data;
  }

  private static FusekiServer fuseki(DatasetGraph data) {
    return FusekiServer.create().port(0).loopback(true).add("/kg", data, false).build().start();
  }

  private static URI address(FusekiServer fuseki) {
    return URI.create("http://localhost:" + fuseki.getPort() + "/kg/sparql");
  }

  private static TestServer serve(URI engine) throws IOException {
    return serve(List.of(engine), sealed);
  }

  private static TestServer serve(List<URI> engines, SealedReleases releases) throws IOException {
    Options options = options().endpoints(engines).build();
    return TestServer.of(Server.start(options, releases.releases()));
  }

  private static void awaitStaff(TestServer server, int number) throws Exception {
    String query =
        "/sparql?format=csv&query=SELECT%20%3Fn%20%7B%20%3Fs%20%3Chttps%3A%2F%2Fw3id.org%2Ftechrace%2Fontology%23staff%3E%20%3Fn%20%7D";
    String answer = "";
    for (int i = 0; i < 600 && !answer.contains("\n" + number); i++) {
      answer = server.get(query, "*/*").body().replace("\r", "");
      Thread.sleep(50);
    }
    assertThat(answer).contains("\n" + number);
  }

  /// Blue and green: both have as many statements, and one value differs.
  @Test
  void aPromotionChangesToTheEngineThatHoldsTheRelease() throws Exception {
    SealedReleases two = SealedReleases.monthly(folder.resolve("two-" + kind), 2);
    String first = two.ids().getFirst();
    String second = two.ids().getLast();
    two.releases().promote(first);
    Engine green = kind.start(dump(two, second));
    Engine blue = kind.start(dump(two, first));
    try (TestServer server = serve(List.of(green.address(), blue.address()), two)) {
      awaitStaff(server, 100);
      two.releases().promote(second);
      awaitStaff(server, 200);
      assertThat(two.releases().rollBack()).isEqualTo(first);
      awaitStaff(server, 100);
      assertThat(server.get("/page/firm-one", "text/html").body()).contains(first);
    } finally {
      green.stop().run();
      blue.stop().run();
    }
  }

  @Test
  void aPromotionWaitsForTheData() throws Exception {
    SealedReleases two = SealedReleases.monthly(folder.resolve("later-" + kind), 2);
    two.releases().promote(two.ids().getFirst());
    DatasetGraph later = DatasetGraphFactory.createTxnMem();
    FusekiServer blue = fuseki(dump(two, two.ids().getFirst()));
    FusekiServer green = fuseki(later);
    try (TestServer server = serve(List.of(address(blue), address(green)), two)) {
      two.releases().promote(two.ids().getLast());
      awaitStaff(server, 100);
      Txn.executeWrite(
          later, () -> dump(two, two.ids().getLast()).find().forEachRemaining(later::add));
      awaitStaff(server, 200);
    } finally {
      blue.stop();
      green.stop();
    }
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
        "/compare",
        "/list/Firm",
        "/list/Firm?sort=-http%3A%2F%2Fwww.w3.org%2F2000%2F01%2Frdf-schema%23label",
        "/list/Firm?sort=https%3A%2F%2Fw3id.org%2Ftechrace%2Fontology%23staff",
        "/explore"
      })
  void pagesHaveTheSameContent(String path) throws Exception {
    assertSameAnswer(path, "text/html", EndpointTest::content);
  }

  private void assertSameAnswer(String path, String accept, Function<String, Object> compared)
      throws Exception {
    HttpResponse<String> answer = behind.orElseThrow().get(path, accept);
    HttpResponse<String> expected = own.orElseThrow().get(path, accept);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected.statusCode());
    assertThat(compared.apply(withoutPort(answer.body())))
        .as("%s behind %s", path, kind)
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

  /// Queries that Virtuoso refuses here: two become SQL that it cannot parse, one orders by an
  /// aggregate that it does not select, and the others have paths that are bound only when things
  /// are filled in.
  private static final Set<String> REFUSED =
      Set.of(
          "alternatives",
          "limited",
          "observations/figures",
          "observations/within",
          "wholes",
          "200-claims-against-figures",
          "201-claims-against-newest-figures",
          "39-section-mood");

  /// A page whose query is refused is missing behind this engine. Each query of a page, of a
  /// question and of the choices of its fields is evaluated, on data with few rows for them.
  @Test
  void acceptsTheQueriesOfAllPages() throws Exception {
    Map<String, Query> queries = new LinkedHashMap<>();
    OwnGraph.pageQueries().all().forEach(page -> queries.put(page.name(), aboutAFirm(page)));
    for (Question question : Questions.read(Path.of("queries/questions")).list()) {
      queries.put(question.name(), QueryFactory.create(question.query()));
      question
          .parameters()
          .forEach(p -> queries.put(question.name() + " " + p.variable(), p.choicesQuery()));
    }
    List<String> refused = new ArrayList<>();
    EndpointDataset data =
        EndpointDataset.open(
            engine.orElseThrow().address(),
            OwnGraph.IRIS.id() + "firm-one",
            List.of(OwnGraph.IRIS.graph("source")),
            Duration.ofSeconds(60),
            1 << 20);
    try {
      queries.forEach(
          (name, query) -> {
            try (QueryExec exec = QueryExec.dataset(data).query(query).build()) {
              if (query.isSelectType()) {
                exec.select().forEachRemaining(_ -> {});
              } else if (query.isConstructType()) {
                exec.construct();
              }
            } catch (EndpointException e) {
              if (kind != Kind.VIRTUOSO || !REFUSED.contains(name)) {
                refused.add(name + ": " + e.getMessage());
              }
            }
          });
    } finally {
      data.close();
    }
    assertThat(refused).as("queries that %s refuses", kind).isEmpty();
  }

  /// Fills in the variables that a page fills in, for a list and for a thing.
  private static Query aboutAFirm(PageQuery page) {
    Map<Var, Node> values = new HashMap<>();
    for (int i = 1; i <= 4 && page.name().startsWith("list/"); i++) {
      values.put(Var.alloc("p" + i), RDF.type.asNode());
      values.put(Var.alloc("v" + i), NodeFactory.createURI(OwnGraph.IRIS.ontology() + "Firm"));
    }
    // A query that is evaluated once for all things has none filled in.
    if (page.head("Once").isEmpty()) {
      values.put(Var.alloc("this"), NodeFactory.createURI(OwnGraph.IRIS.id() + "firm-one"));
    }
    values.put(Var.alloc("sort"), RDFS.label.asNode());
    return QueryTransformOps.replaceVars(page.query(), values);
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
    try (TestServer alone = serve(address(fuseki))) {
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
      assertThatThrownBy(() -> serve(address(empty)).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has no statement about <" + OwnGraph.IRIS.base())
          .hasMessageContaining("load data.nq.gz");
    } finally {
      empty.stop();
    }
  }
}
