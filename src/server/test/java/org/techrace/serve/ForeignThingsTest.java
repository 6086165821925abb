package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests pages and data of things with another publisher's IRI. Hostile IRIs must not become
/// scripts, and links may lead only to the Web.
final class ForeignThingsTest {
  private static final String LAB = "https://example.org/lab/01?a=b&c";
  private static final String GRAPH =
      """
      PREFIX tr:   <https://w3id.org/techrace/ontology#>
      PREFIX id:   <https://w3id.org/techrace/id/>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      PREFIX owl:  <http://www.w3.org/2002/07/owl#>
      GRAPH <https://w3id.org/techrace/graph/labs> {
        tr:Lab a owl:Class ; rdfs:label "lab"@en .
        <%s> a tr:Lab ; rdfs:label "A lab"@en ; tr:country id:country-CHN .
        id:lab-2 a tr:Lab ; rdfs:label "Another lab"@en ; tr:partner <%s> ; rdfs:seeAlso <https://example.org/unknown> .
        id:country-CHN rdfs:label "China"@en .
        <javascript:alert(1)> rdfs:label "hostile"@en ; tr:country id:country-CHN .
        <https://w3id.org/techrace/lab-3> a tr:Lab ; rdfs:label "beside id"@en ; tr:partner <https://w3id.org/techrace/id/lab?4> .
        <https://w3id.org/techrace/id/lab?4> a tr:Lab ; rdfs:label "asked"@en ; tr:partner <https://w3id.org/techrace/id/scheme/5> .
        <https://w3id.org/techrace/id/scheme/5> a tr:Lab ; rdfs:label "named like a scheme"@en .
        <https://w3id.org/techrace/id/50%25-lab> a tr:Lab ; rdfs:label "half"@en .
        <https://w3id.org/techrace/id/50%2525-lab> a tr:Lab ; rdfs:label "half of a sign"@en .
        <https://w3id.org/techrace/id/lab-%5Calpha> a tr:Lab ; rdfs:label "backslash"@en .
        <https://w3id.org/techrace/id/lab-%2F6> a tr:Lab ; rdfs:label "slash"@en .
        <https://w3id.org/techrace/id/lab-%3B7> a tr:Lab ; rdfs:label "semicolon"@en .
        <https://w3id.org/techrace/id/lab-%098> a tr:Lab ; rdfs:label "tabulator"@en .
        <https://w3id.org/techrace/id/lab-%3F9> a tr:Lab ; rdfs:label "question mark"@en .
        <urn:uuid:1> rdfs:label "a urn"@en ; tr:partner <javascript:alert(1)> .
        <https://example.org/'onclick=alert(1)'> rdfs:label "quotes"@en .
      }
      """
          .replace("%s", LAB);

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    DatasetGraph dataset = DatasetGraphFactory.create();
    RDFParser.fromString(GRAPH, Lang.TRIG).parse(dataset);
    server = TestServer.of(dataset);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void returnsAPage() throws Exception {
    HttpResponse<String> page = get(page(LAB));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains(">A lab</h1>", "href=\"/page/country-CHN\"", "href=\"/page/lab-2\"")
        .contains("href=\"https://example.org/lab/01?a=b&amp;c\"");
    assertThat(page.headers().firstValue("X-Robots-Tag")).hasValue("noindex");
    assertThat(page.headers().firstValue("ETag")).isPresent();
  }

  @Test
  void returnsDataInEachFormat() throws Exception {
    HttpResponse<String> data = get("/data?iri=" + encoded(LAB) + "&format=nt");
    Graph graph = RDFParser.fromString(data.body(), Lang.NTRIPLES).toGraph();
    assertThat(graph.size()).isEqualTo(3);
    assertThat(get(page(LAB)).headers().firstValue("Link").orElseThrow())
        .contains("</data?iri=" + encoded(LAB) + "&format=ttl>; rel=\"alternate\"")
        .doesNotContain("cite-as");
  }

  @Test
  void returnsIncomingStatementsIfThereAreNoOthers() throws Exception {
    HttpResponse<String> data =
        get("/data?iri=" + encoded("https://example.org/unknown") + "&format=nt");
    assertThat(data.statusCode()).isEqualTo(200);
    assertThat(data.body().strip())
        .isEqualTo(
            "<https://w3id.org/techrace/id/lab-2> <http://www.w3.org/2000/01/rdf-schema#seeAlso>"
                + " <https://example.org/unknown> .");
  }

  @Test
  void pagesListsAndComparisonsLinkToThem() throws Exception {
    String link = "href=\"" + page(LAB) + "\"";
    assertThat(get("/page/lab-2").body())
        .contains(link)
        .as("IRI without statements")
        .contains("href=\"https://example.org/unknown\"");
    assertThat(get("/list/Lab").body())
        .contains(link, "name=\"thing\" value=\"https://example.org/lab/01?a=b&amp;c\"");
    HttpResponse<String> compared = get("/compare?thing=lab-2&thing=" + encoded(LAB));
    assertThat(compared.statusCode()).isEqualTo(200);
    assertThat(compared.body()).contains(link, "China");
  }

  @Test
  void redirectsTechraceIrisToTheirOwnPage() throws Exception {
    HttpResponse<String> page = get(page("https://w3id.org/techrace/id/lab-2"));
    assertThat(page.statusCode()).isEqualTo(303);
    assertThat(page.headers().firstValue("Location")).hasValue("/page/lab-2");
    assertThat(get(page("https://w3id.org/techrace/ontology#Lab")).headers().firstValue("Location"))
        .hasValue("/ontology#Lab");
  }

  /// A project may have IRIs of its base in any form; a path would lead to another thing.
  @ParameterizedTest
  @CsvSource({"lab-3, beside id", "id/lab?4, asked", "id/scheme/5, named like a scheme"})
  void ownIrisWithoutPathHavePages(String local, String name) throws Exception {
    String iri = "https://w3id.org/techrace/" + local;
    HttpResponse<String> page = get(page(iri));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains(">" + name + "</h1>");
    assertThat(page.headers().firstValue("X-Robots-Tag")).isEmpty();
    assertThat(get("/list/Lab").body()).contains("href=\"" + page(iri) + "\"");
    assertThat(get("/data?iri=" + encoded(iri) + "&format=nt").body()).contains(name);
  }

  /// Names made from texts have characters that a server may take for an attack.
  @ParameterizedTest
  @CsvSource({
    "50%25-lab, half",
    "50%2525-lab, half of a sign",
    "lab-%5Calpha, backslash",
    "lab-%2F6, slash",
    "lab-%3B7, semicolon",
    "lab-%098, tabulator",
    "lab-%3F9, question mark"
  })
  void namesWithEncodedCharactersHavePages(String name, String label) throws Exception {
    assertThat(get("/list/Lab").body()).contains("href=\"/page/" + name + "\"");
    HttpResponse<String> page = get("/page/" + name);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains(">" + label + "</h1>");
    HttpResponse<String> thing = get("/id/" + name);
    assertThat(thing.statusCode()).isEqualTo(303);
    assertThat(thing.headers().firstValue("Location")).hasValue("/page/" + name);
    assertThat(get("/data/" + name + ".nt").body())
        .contains("<https://w3id.org/techrace/id/" + name + ">", '"' + label + '"');
  }

  @Test
  void returns404ForAnUnknownIri() throws Exception {
    assertThat(get(page("https://example.org/%zz<script>")).statusCode()).isEqualTo(404);
    assertThat(get("/page?iri=").statusCode()).isEqualTo(404);
    assertThat(get("/page").statusCode()).isEqualTo(404);
    assertThat(get("/data").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"javascript:alert(1)", "urn:uuid:1", "https://example.org/'onclick=alert(1)'"})
  void escapesHostileIris(String iri) throws Exception {
    HttpResponse<String> page = get(page(iri));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .doesNotContainIgnoringCase("href=\"javascript:")
        .doesNotContainPattern("<[^>\"]*\"?\\s+onclick=")
        .doesNotContain("<script>alert");
  }

  private static String page(String iri) {
    return "/page?iri=" + encoded(iri);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return server.get(path, "text/html, */*;q=0.1");
  }
}
