package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.riot.rowset.RowSetReaderRegistry;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.util.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.serve.http.Spool;
import org.techrace.serve.work.Limits;

/// Tests the SPARQL 1.1 Protocol at `/sparql` over HTTP.
final class ProtocolTest {
  private static final String LABELS =
      "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?x ?label { ?x rdfs:label ?label"
          + " }";
  private static final String CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }";

  @RegisterExtension private static final TestServer server = TestServer.small();

  @ParameterizedTest
  @CsvSource({
    "application/sparql-results+json, SPARQL-Results-JSON",
    "application/json, SPARQL-Results-JSON",
    "application/sparql-results+xml, SPARQL-Results-XML",
    "text/csv, SPARQL-Results-CSV",
    "text/tab-separated-values, SPARQL-Results-TSV",
    "'*/*', SPARQL-Results-JSON",
    "'text/turtle;q=0.3, text/csv;q=0.2, application/sparql-results+xml;q=0.1', SPARQL-Results-CSV"
  })
  void returnsSolutionsInAllFormats(String accept, String language) throws Exception {
    HttpResponse<String> response = server.get("/sparql?query=" + encode(LABELS, UTF_8), accept);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(type(response)).endsWith("; charset=utf-8");
    Lang lang =
        switch (language) {
          case "SPARQL-Results-JSON" -> ResultSetLang.RS_JSON;
          case "SPARQL-Results-XML" -> ResultSetLang.RS_XML;
          case "SPARQL-Results-CSV" -> ResultSetLang.RS_CSV;
          default -> ResultSetLang.RS_TSV;
        };
    RowSet rows =
        RowSetReaderRegistry.getFactory(lang)
            .create(lang)
            .read(new ByteArrayInputStream(response.body().getBytes(UTF_8)), new Context());
    assertThat(rows.stream().count()).isEqualTo(10);
    assertThat(response.body()).contains("Huawei");
  }

  @Test
  void refusesAPlanThatTheEngineDoesNotState() throws Exception {
    HttpResponse<String> none = server.get("/sparql/plan?query=" + encode(LABELS, UTF_8), "*/*");
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.body()).contains("The query ran in an engine that states no plan.");
    assertThat(server.get("/sparql/plan", "*/*").body()).contains("Give the parameter 'query'.");
    assertThat(server.get("/sparql/plan?query=SELECT", "*/*").body()).contains("line 1");
  }

  @ParameterizedTest
  @CsvSource({
    "text/turtle, text/turtle",
    "application/n-triples, application/n-triples",
    "application/ld+json, application/ld+json",
    "application/rdf+xml, application/rdf+xml",
    "application/trig, application/trig",
    "application/n-quads, application/n-quads",
    "'*/*', text/turtle"
  })
  void returnsGraphsInAllFormats(String accept, String expected) throws Exception {
    HttpResponse<String> response = server.get("/sparql?query=" + encode(CONSTRUCT, UTF_8), accept);
    assertThat(type(response)).isEqualTo(expected + "; charset=utf-8");
    Graph graph =
        RDFParser.fromString(response.body(), Lang.TURTLE)
            .lang(org.apache.jena.riot.RDFLanguages.contentTypeToLang(expected))
            .toGraph();
    // 15 triples in the ontology, 16 in source one; source two repeats one of them
    assertThat(graph.size()).isEqualTo(31);
  }

  @Test
  void returnsAskInJsonAndXml() throws Exception {
    String query = "/sparql?query=" + encode("ASK {}", UTF_8);
    assertThat(server.get(query, "application/sparql-results+json").body()).contains("true");
    assertThat(server.get(query, "application/sparql-results+xml").body())
        .contains("<boolean>true");
  }

  @Test
  void getFormAndPostReturnTheSameAnswer() throws Exception {
    String get = server.get("/sparql?query=" + encode(LABELS, UTF_8), "text/csv").body();
    String form =
        server
            .send(
                server
                    .request("/sparql")
                    .header("Accept", "text/csv")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(
                        java.net.http.HttpRequest.BodyPublishers.ofString(
                            "query=" + encode(LABELS, UTF_8))))
            .body();
    String direct =
        server
            .send(
                server
                    .request("/sparql")
                    .header("Accept", "text/csv")
                    .header("Content-Type", "application/sparql-query; charset=utf-8")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(LABELS)))
            .body();
    assertThat(form).isEqualTo(get);
    assertThat(direct).isEqualTo(get);
  }

  @Test
  void defaultGraphIsTheUnionOfTheSources() throws Exception {
    String query =
        "PREFIX tr: <https://w3id.org/techrace/ontology#> SELECT ?g { GRAPH ?g { ?f tr:country ?c }"
            + " FILTER EXISTS { ?f tr:country ?c } } ORDER BY ?g";
    assertThat(server.get("/sparql?query=" + encode(query, UTF_8), "text/csv").body())
        .isEqualToNormalizingNewlines(
            "g\nhttps://w3id.org/techrace/graph/one\nhttps://w3id.org/techrace/graph/two\n");
  }

  /// SPARQL 1.1 Graph Store HTTP Protocol, section 5.2.
  @ParameterizedTest
  @CsvSource({
    "default, 31",
    "graph=https://w3id.org/techrace/graph/one, 16",
    "graph=https%3A%2F%2Fw3id.org%2Ftechrace%2Fgraph%2Ftwo, 1"
  })
  void returnsAGraphOfTheGraphStore(String graph, int triples) throws Exception {
    for (String accept : new String[] {"text/turtle", "application/n-triples"}) {
      HttpResponse<String> response = server.get("/graphs?" + graph, accept);
      assertThat(type(response)).isEqualTo(accept + "; charset=utf-8");
      assertThat(RDFParser.fromString(response.body(), Lang.TURTLE).toGraph().size())
          .isEqualTo(triples);
    }
    assertThat(server.get("/graphs?format=rdf&" + graph, "*/*").body()).contains("<rdf:RDF");
  }

  @ParameterizedTest
  @CsvSource({
    "graph=https://w3id.org/techrace/graph/none, 404, graph/one",
    "graph=no%20iri, 400, is not an IRI",
    "'', 400, Send either graph=IRI",
    "default&graph=https://w3id.org/techrace/graph/one, 400, Send either graph=IRI"
  })
  void refusesUnknownGraphsOfTheGraphStore(String graph, int status, String sentence)
      throws Exception {
    HttpResponse<String> response = server.get("/graphs?" + graph, "*/*");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains(sentence);
  }

  @Test
  void protocolDatasetOverridesTheQuerysDataset() throws Exception {
    String query =
        "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/techrace/graph/one> { ?s ?p ?o }";
    String two = encode("https://w3id.org/techrace/graph/two", UTF_8);
    assertThat(
            server
                .get(
                    "/sparql?query=" + encode(query, UTF_8) + "&default-graph-uri=" + two,
                    "text/csv")
                .body())
        .isEqualToNormalizingNewlines("n\n1\n");
  }

  @Test
  void refusesUpdates() throws Exception {
    String update = "DELETE WHERE { ?s ?p ?o }";
    assertThat(server.post("/sparql", "application/sparql-update", update).statusCode())
        .isEqualTo(403);
    assertThat(
            server
                .post(
                    "/sparql",
                    "application/x-www-form-urlencoded",
                    "update=" + encode(update, UTF_8))
                .statusCode())
        .isEqualTo(403);
    HttpResponse<String> asQuery =
        server.get("/sparql?query=" + encode(update, UTF_8), "text/plain");
    assertThat(asQuery.statusCode()).isEqualTo(400);
    HttpResponse<String> put =
        server.send(
            server
                .request("/sparql")
                .PUT(java.net.http.HttpRequest.BodyPublishers.ofString(update)));
    assertThat(put.statusCode()).isEqualTo(405);
    assertThat(put.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS, POST");
  }

  @Test
  void reportsLineAndColumnOfASyntaxError() throws Exception {
    HttpResponse<String> response =
        server.get("/sparql?query=" + encode("SELECT *\nWHERE { ?s ?p }", UTF_8), "text/plain");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("line 2, column").doesNotContain("org.apache");
    assertThat(response.headers().firstValue("Content-Type")).contains("text/plain;charset=utf-8");
  }

  @Test
  void reportsLineAndColumnAsJsonFields() throws Exception {
    HttpResponse<String> response =
        server.get(
            "/sparql?query=" + encode("SELECT *\nWHERE { ?s ?p }", UTF_8), "application/json");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .startsWith("{\"status\":400,\"error\":\"The query has an error: ")
        .endsWith("\"line\":2,\"column\":15}\n");
  }

  /// Jena reports the position at different places of its messages.
  @ParameterizedTest
  @CsvSource({
    "SELECT * { VALUES (?a ?b) { (1) } }, 1, 31",
    "SELECT * { ?s x:p ?o }, 1, 15",
    "SELECT * { ?s ?p 'a }, 1, 22"
  })
  void reportsThePositionOfEachKindOfError(String query, int line, int column) throws Exception {
    assertThat(server.get("/sparql?query=" + encode(query, UTF_8), "application/json").body())
        .endsWith("\"line\":%d,\"column\":%d}\n".formatted(line, column));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELEC * { ?s ?p ?o } | 'SELEC' is not a keyword at line 1, column 1; did you mean SELECT?",
        "SELECT * WHER { ?s ?p ?o } | 'WHER' is not a keyword at line 1, column 10; did you mean"
            + " WHERE?",
        "SELECT * { ?s ?p ?o } ORDER ?s | '?s' is not expected at line 1, column 29. Expected: BY.",
        "SELECT * { ?s ?p 'a } | the query breaks off at line 1, column 22, after 'a }",
        "SELECT * { ?s ?p ?o FILTER CONTAIN(?o, 'a') } | 'CONTAIN' is not a keyword at line 1,"
            + " column 28; did you mean CONTAINS?",
        "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } | add ?s to GROUP BY, or use an aggregate such as"
            + " SAMPLE(?s)",
        "SELECT * { ?s ?p '}' . { ?s ?q ?r } | The { at line 1, column 10 has no }.",
        "SELECT (COUNT(?s AS ?n) { ?s ?p ?o } | The ( at line 1, column 8 has no ).",
        "SELECT * { ?s ?p ?o } } | The } at line 1, column 23 has no { before it.",
        "SELECT * { ?s rdfs:label ?o } | Add the line PREFIX rdfs:"
            + " <http://www.w3.org/2000/01/rdf-schema#>",
        "SELECT * { ?s rdsf:label ?o } | Declare the prefix 'rdsf'; did you mean 'rdf'?",
        "SELECT * { ?s wdt:P31 ?o } | 'wdt' is a prefix of Wikidata; this graph has names of its",
        "SELECT COUNT(?s) { ?s ?p ?o } | is not expected at line 1, column 8. Expected: a variable,"
            + " DISTINCT or REDUCED. An expression in SELECT is in brackets and has a name:"
            + " (COUNT(?s) AS ?COUNT).",
        "SELECT ?s { ?s a rdfs:Class } LIMIT 10,20 | rdfs:Class. One number without commas follows"
            + " LIMIT; OFFSET has the number of rows to skip. Add the line PREFIX rdfs:",
        "MATCH (n) RETURN n | 'MATCH' is not a keyword at line 1, column 1. This is Cypher",
        "SELECT * { ?s ?p ?o FILTER (?o = 'a) } | Line 1 has a ' without a partner.",
        "SELECT * { ?s a Label } | a variable starts with ?, a name has a prefix"
      })
  void errorsSayWhatToDo(String query, String sentence) throws Exception {
    assertThat(server.get("/sparql?query=" + encode(query, UTF_8), "text/plain").body())
        .contains(sentence);
  }

  @Test
  void namesTheFormatsAsTheParameterTakesThem() throws Exception {
    assertThat(server.get("/sparql?format=docx&query=ASK%7B%7D", "text/plain").body())
        .isEqualTo("Unknown format. Ask for one of: json, xml, html.\n");
  }

  @Test
  void hidesClassNamesInMessages() throws Exception {
    String query = "SELECT (<http://www.w3.org/2001/XMLSchema#integer>() AS ?n) {}";
    assertThat(server.get("/sparql?query=" + encode(query, UTF_8), "*/*").body())
        .isEqualTo("The query cannot be run: A function takes one argument\n");
  }

  @Test
  void returnsTheEmptySolutionForSilentCallsOfRefusedEndpoints() throws Exception {
    String query =
        "SELECT ?n ?s { VALUES ?n { 1 2 } SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?n } }";
    assertThat(server.get("/sparql?query=" + encode(query, UTF_8), "text/csv").body())
        .isEqualToNormalizingNewlines("n,s\n1,\n2,\n");
  }

  @Test
  void evaluatesLateralForEachSolution() throws Exception {
    String query = "SELECT ?n ?m { VALUES ?n { 1 2 } LATERAL { BIND(10 * ?n AS ?m) } }";
    assertThat(server.get("/sparql?query=" + encode(query, UTF_8), "text/csv").body())
        .isEqualToNormalizingNewlines("n,m\n1,10\n2,20\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * { VALUES ?n { 1 } LATERAL { BIND(CALL(<java:java.lang.Thread>, ?n) AS ?m) } }",
        "SELECT * { VALUES ?n { 1 } LATERAL { LET (?m := ?n) } }",
        "SELECT * { VALUES ?n { 1 } LATERAL { SELECT (MEDIAN(?n) AS ?m) {} } }",
        "SELECT * { VALUES ?n { 1 } LATERAL { ?s ?p ?n } FILTER EXISTS { LET (?m := ?n) } }",
        "SELECT * { VALUES ?n { 1 } LATERAL { ?s ?p ?n "
      })
  void refusesOtherExtensionsNextToLateral(String query) throws Exception {
    assertThat(server.get("/sparql?query=" + encode(query, UTF_8), "text/csv").statusCode())
        .isEqualTo(400);
  }

  @Test
  void serviceDescriptionStatesAllLimits() throws Exception {
    Limits limits = Limits.DEFAULT;
    assertThat(server.get("/sparql", "text/turtle").body())
        .contains("30.0 seconds", "timeout=", "SERVICE is disabled")
        .contains(limits.queries().concurrent() + " run at once")
        .contains(limits.queries().queued() + " more may wait")
        .contains("may have " + limits.queries().perClient() + " of either")
        .contains(limits.pages().concurrent() + ", " + limits.pages().queued() + " more to wait")
        .contains(limits.pages().perClient() + " of either for one client")
        .contains(limits.answerBytes() + " bytes", limits.bodyBytes() + " bytes in 10 seconds")
        .contains(Spool.SLOWEST + " bytes a second")
        .contains("1000 variables", "1000 groups", "5000 digits", "strings 1048576 characters")
        .contains("nested " + limits.nesting() + " deep");
  }

  /// A name that is like one of the endpoint, and any other without a query, is a mistake.
  @ParameterizedTest
  @CsvSource({
    "q=ASK{}, There is no parameter 'q'; there are:",
    "foo=1, There is no parameter 'foo'; there are:",
    "quer=ASK{}, did you mean 'query'?",
    "query=ASK{}&timeot=5, There is no parameter 'timeot'; did you mean 'timeout'?",
    "query=ASK{}&default-graph-url=urn:x, did you mean 'default-graph-uri'?"
  })
  void refusesUnknownParameters(String parameters, String sentence) throws Exception {
    HttpResponse<String> response =
        server.get("/sparql?" + parameters.replace("{}", "%7B%7D"), "*/*");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(sentence);
  }

  /// Such as SPARQLWrapper, RDF4J, Virtuoso's form and jQuery send them.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "format=json&output=json&results=json",
        "queryLn=SPARQL&infer=true",
        "should-sponge=&debug=on&timeout=5",
        "apikey=1&_=1701"
      })
  void takesTheParametersThatClientsSend(String parameters) throws Exception {
    assertThat(server.get("/sparql?query=ASK%7B%7D&" + parameters, "*/*").statusCode())
        .isEqualTo(200);
  }

  @Test
  void returnsTheServiceDescriptionWithoutAQuery() throws Exception {
    HttpResponse<String> response = server.get("/sparql", "text/turtle");
    Graph graph = RDFParser.fromString(response.body(), Lang.TURTLE).toGraph();
    assertThat(graph.size()).isGreaterThan(20);
    assertThat(response.body()).contains("sd:Service").contains("/.well-known/void");
    assertThat(server.get("/sparql", "text/html").body()).contains("<textarea");
  }

  @Test
  void returnsTheWorkbenchToBrowsersAndATableToPlainForms() throws Exception {
    String wrong = server.get("/sparql?query=" + encode("SELECT <", UTF_8), "text/html").body();
    assertThat(wrong).contains("SELECT &lt;</textarea>").contains("workbench.js");
    HttpResponse<String> response =
        server.get("/sparql?format=html&query=" + encode(LABELS, UTF_8), "text/html,*/*;q=0.8");
    assertThat(type(response)).isEqualTo("text/html; charset=utf-8");
    assertThat(response.body()).contains("10 rows").contains("<textarea").contains("Huawei");
  }

  private static String type(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Content-Type")
        .orElse("")
        .replace(";charset", "; charset");
  }
}
