package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.graph.GraphFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests dereferencing: IRIs of things redirect to documents, and documents exist in seven formats.
final class DereferenceTest {
  private static final String TURTLE =
      """
      PREFIX tr:   <https://w3id.org/techrace/ontology#>
      PREFIX id:   <https://w3id.org/techrace/id/>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
      id:firm-huawei a tr:Firm ; rdfs:label "Huawei"@en ; skos:altLabel "华为"@zh-Hans ;
        tr:country id:country-CHN ; skos:exactMatch <http://www.wikidata.org/entity/Q160120> .
      """;

  @RegisterExtension private static final TestServer server = TestServer.small();

  @ParameterizedTest
  @CsvSource({
    "text/turtle, ttl",
    "application/ld+json, jsonld",
    "application/n-triples, nt",
    "application/rdf+xml, rdf",
    "application/trig, trig",
    "application/n-quads, nq"
  })
  void returnsTheSameTriplesInSixFormats(String mediaType, String suffix) throws Exception {
    Graph expected = RDFParser.fromString(TURTLE, Lang.TURTLE).toGraph();
    HttpResponse<String> named = server.get("/id/firm-huawei", mediaType);
    assertThat(named.statusCode()).isEqualTo(303);
    String location = named.headers().firstValue("Location").orElseThrow();
    assertThat(location).isEqualTo("/data/firm-huawei." + suffix);
    HttpResponse<String> followed = server.get(location, "*/*");
    assertThat(followed.statusCode()).isEqualTo(200);
    // The body of the redirect has the same data, for clients that do not follow it.
    for (String body : new String[] {named.body(), followed.body()}) {
      DatasetGraph data =
          RDFParser.fromString(body, RDFLanguages.contentTypeToLang(mediaType)).toDatasetGraph();
      Graph graph = merged(data);
      assertThat(graph.isIsomorphicWith(expected)).as(body).isTrue();
    }
  }

  private static Graph merged(DatasetGraph data) {
    Graph all = GraphFactory.createDefaultGraph();
    data.stream().forEach(quad -> all.add(quad.asTriple()));
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"trig", "nq"})
  void quadsNameTheGraphsOfTheirStatements(String suffix) throws Exception {
    String body = server.get("/data/firm-huawei." + suffix, "*/*").body();
    DatasetGraph data =
        RDFParser.fromString(body, RDFLanguages.filenameToLang("x." + suffix)).toDatasetGraph();
    assertThat(data.getDefaultGraph().isEmpty()).as(body).isTrue();
    assertThat(data.listGraphNodes())
        .toIterable()
        .extracting(Node::getURI)
        .contains("https://w3id.org/techrace/graph/one");
  }

  /// Such clients, Comunica for example, look in the default graph only.
  @Test
  void returnsTriplesToAClientThatReadsBoth() throws Exception {
    HttpResponse<String> named =
        server.get(
            "/id/firm-huawei",
            "application/n-quads,application/trig;q=0.95,application/n-triples;q=0.8,*/*;q=0.1");
    assertThat(named.headers().firstValue("Location")).contains("/data/firm-huawei.nt");
    assertThat(RDFParser.fromString(named.body(), Lang.NTRIPLES).toGraph().isEmpty()).isFalse();
  }

  @Test
  void returnsAPageForBrowsers() throws Exception {
    HttpResponse<String> named = server.get("/id/firm-huawei", "text/html,*/*;q=0.8");
    assertThat(named.statusCode()).isEqualTo(303);
    assertThat(named.headers().firstValue("Location")).contains("/page/firm-huawei");
    assertThat(named.body()).as("browsers follow").isEqualTo("See /page/firm-huawei\n");
    String page = server.get("/page/firm-huawei", "text/html").body();
    assertThat(page)
        .contains(">Huawei</h1>", "华为", "href=\"/page/country-CHN\"", "Source one")
        .contains("It is strong", "paragraph 1")
        .contains("href=\"http://www.wikidata.org/entity/Q160120\"");
  }

  @Test
  void keepsThePathOfSchemesGraphsAndReleases() throws Exception {
    assertThat(server.get("/scheme/quantum", "text/turtle").headers().firstValue("Location"))
        .contains("/data/scheme/quantum.ttl");
    assertThat(server.get("/page/scheme/quantum", "text/html").body()).contains("quantum");
    assertThat(server.get("/page/graph/one", "text/html").body()).contains("Source one");
    assertThat(server.get("/id/firm-huawei.nt", "*/*").headers().firstValue("Location"))
        .contains("/data/firm-huawei.nt");
  }

  @Test
  void findsIrisWithLettersOutsideAscii() throws Exception {
    assertThat(server.get("/page/gr%C3%B6%C3%9Fe", "text/html").statusCode()).isEqualTo(200);
    assertThat(server.get("/data/gr%C3%B6%C3%9Fe.ttl", "text/turtle").body()).contains("size");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "text/turtle", "application/ld+json", "*/*"})
  void returns404ForAnUnknownEntityInAllFormats(String accept) throws Exception {
    for (String path : new String[] {"/id/nobody", "/page/nobody", "/data/nobody.ttl"}) {
      HttpResponse<String> response = server.get(path, accept);
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(response.body()).contains("https://w3id.org/techrace/id/nobody");
    }
  }

  @Test
  void escapesHostileLabelsAndIris() throws Exception {
    String page = server.get("/page/hostile", "text/html").body();
    assertThat(page)
        .contains("&lt;script&gt;")
        .doesNotContain("<script>", "<img", "href=\"javascript:", "href='javascript:");
  }

  @Test
  void returnsTheOntologyAsADocument() throws Exception {
    assertThat(server.get("/ontology", "text/turtle").body()).contains("A small ontology");
    assertThat(server.get("/ontology.nt", "*/*").body()).contains("A small ontology");
    assertThat(server.get("/ontology", "text/html").body())
        .contains("id=\"Firm\"", "Makes things.");
  }

  @Test
  void homePageShowsCounts() throws Exception {
    assertThat(server.get("/", "text/html").body())
        .contains("<b>1</b>", "firm", "Source one", TestServer.RELEASE);
  }
}
