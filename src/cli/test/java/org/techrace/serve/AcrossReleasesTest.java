package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.OwnGraph;
import org.techrace.cli.Main;
import org.techrace.query.CanonicalAnswer;
import tools.jackson.databind.json.JsonMapper;

/// One query reads several releases, each in its own store.
final class AcrossReleasesTest {
  private static final String PREFIXES =
      """
      PREFIX tr: <https://w3id.org/techrace/ontology#>
      PREFIX id: <https://w3id.org/techrace/id/>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      PREFIX r: <https://w3id.org/techrace/release/>
      """;

  @TempDir private static Path folder = Path.of("");
  private static SealedReleases sealed = new SealedReleases(folder);
  private static DatasetGraph reference = DatasetGraphFactory.create();
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    sealed = new SealedReleases(folder);
    sealed.seal("2026-01-15", 100, office("Old Street"));
    sealed.seal("2026-02-15", 200, office("New Street") + "id:firm-three a tr:Firm .");
    sealed.seal("2026-03-15", 200, "");
    reference = reference();
    server = sealed.serve(TestServer.OPTIONS.edit().openReleases(2).build());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// An office is a blank node, which has the same label in each release.
  private static String office(String street) {
    return "id:firm-one tr:office [ tr:street \"%s\" ] . ".formatted(street);
  }

  /// The same graphs in one dataset of ARQ.
  private static DatasetGraph reference() {
    DatasetGraph all = DatasetGraphFactory.create();
    for (String id : sealed.ids) {
      DatasetGraph dump = DatasetGraphFactory.create();
      RDFDataMgr.read(dump, folder.resolve(id).resolve("data.nq.gz").toString(), Lang.NQUADS);
      Node name = NodeFactory.createURI(OwnGraph.IRIS.release(id) + "/graph");
      dump.find()
          .forEachRemaining(
              quad ->
                  all.add(
                      Quad.create(
                          name,
                          renamed(quad.getSubject(), id),
                          quad.getPredicate(),
                          renamed(quad.getObject(), id))));
    }
    return all;
  }

  private static Node renamed(Node term, String release) {
    return term.isBlank() ? NodeFactory.createBlankNode(release + term.getBlankNodeLabel()) : term;
  }

  /// Returns a query that names the graphs of all releases. `A`, `B` and `C` in the text are
  /// replaced by their names.
  private static String query(String text) {
    String named =
        PREFIXES + text.replaceFirst("WHERE", "FROM NAMED A FROM NAMED B FROM NAMED C WHERE");
    String query = named;
    for (int i = 0; i < 3; i++) {
      String name = "<" + OwnGraph.IRIS.release(sealed.ids.get(i)) + "/graph>";
      query = query.replaceAll("\\b" + "ABC".charAt(i) + "\\b", name);
    }
    return query;
  }

  private static HttpResponse<String> ask(String path, String query, String type) throws Exception {
    return server.get(path + "sparql?query=" + encode(query, UTF_8), type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ?f ?a ?b WHERE { GRAPH A { ?f tr:staff ?a } GRAPH B { ?f tr:staff ?b } }",
        "SELECT ?f ?a ?b WHERE { GRAPH B { ?f tr:staff ?b } GRAPH C { ?f tr:staff ?a } FILTER(?a ="
            + " ?b) }",
        "SELECT ?g ?f ?n WHERE { GRAPH ?g { ?f tr:staff ?n } }",
        "SELECT ?f WHERE { GRAPH B { ?f a tr:Firm } FILTER NOT EXISTS { GRAPH A { ?f a tr:Firm } }"
            + " }",
        "SELECT ?f WHERE { GRAPH B { ?f a tr:Firm } MINUS { GRAPH A { ?f a tr:Firm } } }",
        "SELECT ?f ?l WHERE { GRAPH B { ?f a tr:Firm } OPTIONAL { GRAPH A { ?f rdfs:label ?l"
            + " FILTER(CONTAINS(?l, 'One')) } } }",
        "SELECT ?f ?n ?l WHERE { { GRAPH A { ?f tr:staff ?n } } UNION { GRAPH B { ?f tr:staff ?n }"
            + " } GRAPH C { ?f rdfs:label ?l } }",
        "SELECT ?f ?total WHERE { GRAPH C { ?f rdfs:label ?l } { SELECT ?f (SUM(?n) AS ?total)"
            + " WHERE { GRAPH ?g { ?f tr:staff ?n } } GROUP BY ?f } }",
        "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        "SELECT ?s WHERE { GRAPH A { ?f tr:partner+ ?g } GRAPH B { ?g rdfs:label ?s } }",
        "SELECT ?s ?o WHERE { GRAPH A { ?f tr:office ?o . ?o tr:street ?s } GRAPH B { ?o ?p ?x } }",
        "SELECT ?s ?x WHERE { GRAPH A { ?f tr:office ?o } GRAPH B { ?f tr:office ?p }"
            + " FILTER(!sameTerm(?o, ?p)) GRAPH A { ?o tr:street ?s } GRAPH B { ?p tr:street ?x }"
            + " }",
        "SELECT ?s ?x WHERE { GRAPH A { ?f tr:office/tr:street ?s GRAPH B { ?f tr:office/tr:street"
            + " ?x } } }",
        "SELECT DISTINCT ?o WHERE { GRAPH ?g { ?f tr:office ?o } }",
        "SELECT ?f ?more WHERE { GRAPH A { ?f tr:staff ?a } GRAPH B { ?f tr:staff ?b } BIND(?b - ?a"
            + " AS ?more) }",
        "SELECT ?f ?s WHERE { GRAPH A { ?f tr:office ?o } FILTER EXISTS { GRAPH A { ?o tr:street ?s"
            + " } } OPTIONAL { GRAPH A { ?o tr:street ?s } } }",
        "SELECT ?f ?n WHERE { VALUES ?f { id:firm-one id:firm-two } GRAPH A { ?f tr:staff ?n } }",
        "SELECT ?s WHERE { ?s ?p ?o }",
        "ASK WHERE { GRAPH A { ?f tr:staff 100 } GRAPH B { ?f tr:staff 200 } }",
        "CONSTRUCT { ?f tr:was ?a ; tr:office ?o } WHERE { GRAPH A { ?f tr:staff ?a ; tr:office ?o"
            + " } GRAPH B { ?f tr:staff ?b } }",
      })
  void theAnswerIsThatOfOneDatasetWithAllGraphs(String text) throws Exception {
    String query = query(text);
    String expected;
    try (QueryExec exec = QueryExec.dataset(reference).query(query).build()) {
      expected = CanonicalAnswer.of(exec, QueryFactory.create(query), () -> {}).hash();
    }
    // Sent to the latest release, and to the first one: then another store is the own one.
    for (String path : List.of("/", "/release/" + sealed.ids.getFirst() + "/")) {
      HttpResponse<String> cited =
          server.get(path + "cite?query=" + encode(query, UTF_8), "application/json");
      assertThat(cited.statusCode()).as(cited.body()).isEqualTo(200);
      String type =
          text.startsWith("CONSTRUCT") ? "text/turtle" : "application/sparql-results+json";
      HttpResponse<String> answer = ask(path, query, type);
      assertThat(cited.body()).as(path + answer.body()).contains("\"" + expected + "\"");
    }
  }

  @Test
  void aSourceOfAReleaseIsAGraph() throws Exception {
    String source = OwnGraph.IRIS.release(sealed.ids.getFirst()) + "/graph/source";
    String query = PREFIXES + "SELECT ?n FROM NAMED <%1$s> { GRAPH <%1$s> { ?f tr:staff ?n } }";
    assertThat(ask("/", query.formatted(source), "text/csv").body())
        .isEqualToNormalizingNewlines("n\n100\n");
    HttpResponse<String> unknown = ask("/", query.formatted(source + "s"), "text/csv");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).contains("is not in release " + sealed.ids.getFirst());
  }

  @Test
  void theProtocolNamesReleases() throws Exception {
    String graphs =
        Stream.of(0, 1)
            .map(i -> encode(OwnGraph.IRIS.release(sealed.ids.get(i)) + "/graph", UTF_8))
            .map(name -> "&named-graph-uri=" + name)
            .collect(Collectors.joining());
    String query =
        encode(PREFIXES + "SELECT ?n { GRAPH ?g { ?f tr:staff ?n } } ORDER BY ?n", UTF_8);
    assertThat(server.get("/sparql?query=" + query + graphs, "text/csv").body())
        .isEqualToNormalizingNewlines("n\n100\n200\n");
  }

  @Test
  void fromReadsOneReleaseAsTheDefaultGraph() throws Exception {
    String first = "<" + OwnGraph.IRIS.release(sealed.ids.getFirst()) + "/graph";
    String second = "<" + OwnGraph.IRIS.release(sealed.ids.get(1)) + "/graph";
    for (String from : List.of(first + ">", first + "/source>")) {
      String query =
          PREFIXES
              + "SELECT ?a ?b FROM %s FROM NAMED %s> { ?f tr:staff ?a GRAPH %s> { ?f tr:staff ?b } }"
                  .formatted(from, second, second);
      assertThat(ask("/", query, "text/csv").body())
          .as(from)
          .isEqualToNormalizingNewlines("a,b\n100,200\n");
    }
    HttpResponse<String> two =
        ask("/", "SELECT * FROM %s> FROM %s> { ?s ?p ?o }".formatted(first, second), "text/csv");
    assertThat(two.statusCode()).isEqualTo(400);
    assertThat(two.body()).contains("FROM names graphs of the releases");
  }

  @Test
  void refusesUnknownReleasesAndTooMany() throws Exception {
    String unknown = OwnGraph.IRIS.release("2026-01-15-ffffff") + "/graph";
    HttpResponse<String> answer =
        ask("/", "SELECT * FROM NAMED <%s> { GRAPH ?g { ?s ?p ?o } }".formatted(unknown), "*/*");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("There is no release '2026-01-15-ffffff'")
        .contains(sealed.ids.getFirst());
    String many =
        Stream.of("a", "b", "c")
            .map(id -> "FROM NAMED <" + OwnGraph.IRIS.release(id) + "/graph>")
            .collect(Collectors.joining(" "));
    HttpResponse<String> refused = ask("/", "ASK " + many + " { GRAPH ?g { ?s ?p ?o } }", "*/*");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("3 releases besides the current one; at most 2");
    String bare = OwnGraph.IRIS.release(sealed.ids.getFirst());
    HttpResponse<String> hint =
        ask("/", "ASK FROM NAMED <" + bare + "> { GRAPH ?g { ?s ?p ?o } }", "*/*");
    assertThat(hint.statusCode()).isEqualTo(400);
    assertThat(hint.body())
        .contains("The statements of a release are the graph <" + bare + "/graph>");
  }

  @Test
  void aCitedAnswerKeepsAllItsReleasesAndVerifiesWithoutAServer() throws Exception {
    String query =
        query("SELECT ?a ?b WHERE { GRAPH A { ?f tr:staff ?a } GRAPH B { ?f tr:staff ?b } }");
    HttpResponse<String> cited =
        server.post("/cite", "application/x-www-form-urlencoded", "query=" + encode(query, UTF_8));
    assertThat(cited.statusCode()).as(cited.body()).isEqualTo(200);
    assertThat(sealed.releases.cited()).containsAll(sealed.ids);
    String link = JsonMapper.shared().readTree(cited.body()).get("link").asString();
    StringWriter out = new StringWriter();
    String[] verify = {"verify", "--releases", folder.toString(), link};
    assertThat(Main.run(verify, new PrintWriter(out), new PrintWriter(out)))
        .as(out.toString())
        .isZero();
    assertThat(out.toString()).startsWith("verified: same result (1 rows");
    String dump = folder.resolve(sealed.ids.getLast()).resolve("data.nq.gz").toString();
    String[] alone = {"verify", "--releases", folder.toString(), "--dump", dump, link};
    StringWriter refused = new StringWriter();
    assertThat(Main.run(alone, new PrintWriter(refused), new PrintWriter(refused))).isNotZero();
    assertThat(refused.toString()).contains("it reads several releases");
  }

  @Test
  void theCommandReadsSeveralReleases() throws Exception {
    Path file = folder.resolve("across.rq");
    Files.writeString(
        file,
        query("SELECT ?a ?b WHERE { GRAPH A { ?f tr:staff ?a } GRAPH B { ?f tr:staff ?b } }"));
    StringWriter out = new StringWriter();
    String[] command = {
      "query", "--releases", folder.toString(), "--format", "csv", file.toString()
    };
    assertThat(Main.run(command, new PrintWriter(out), new PrintWriter(out))).isZero();
    assertThat(out.toString()).isEqualToNormalizingNewlines("a,b\n100,200\n");
  }

  @Test
  void theNameOfAGraphLeadsToItsRelease() throws Exception {
    String path = "/release/" + sealed.ids.getFirst();
    assertThat(server.get(path + "/graph", "text/html").headers().firstValue("Location"))
        .hasValue("/page/release/" + sealed.ids.getFirst());
  }
}
