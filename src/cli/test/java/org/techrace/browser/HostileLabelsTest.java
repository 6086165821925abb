package org.techrace.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.OwnGraph;
import org.techrace.serve.TestServer;

/// Tests in a real browser that hostile labels and IRIs stay text on pages and in all views of the
/// workbench. Each would set `owned` if it were executed.
@InBrowser
final class HostileLabelsTest {
  private static final Path CORPUS = Path.of("src/cli/test/resources/browser/hostile-labels.txt");
  private static TestServer server;
  private static List<String> hostile;
  private final Browser browser;

  HostileLabelsTest(Shown shown) {
    this.browser = shown.browser();
  }

  @BeforeAll
  static void serve() throws IOException {
    hostile = Files.readAllLines(CORPUS);
    assertThat(hostile).hasSizeGreaterThan(15);
    DatasetGraph dataset =
        RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph();
    Node graph = NodeFactory.createURI(OwnGraph.IRIS.graph("hostile"));
    Node number = NodeFactory.createURI(OwnGraph.IRIS.ontology() + "value");
    for (int i = 0; i < hostile.size(); i++) {
      String text = hostile.get(i);
      Node thing = NodeFactory.createURI(OwnGraph.IRIS.id() + "hostile-" + i);
      Node kind = NodeFactory.createURI(OwnGraph.IRIS.ontology() + "Hostile" + i);
      Node outside = NodeFactory.createURI("https://example.org/" + text);
      dataset.add(graph, thing, RDFS.label.asNode(), NodeFactory.createLiteralString(text));
      dataset.add(graph, thing, RDF.Nodes.type, kind);
      dataset.add(graph, kind, RDFS.label.asNode(), NodeFactory.createLiteralString("K " + text));
      dataset.add(graph, thing, RDFS.seeAlso.asNode(), outside);
      dataset.add(graph, thing, RDFS.seeAlso.asNode(), NodeFactory.createURI("javascript:owned=1"));
      dataset.add(graph, thing, number, NodeFactory.createLiteralByValue(i));
      dataset.add(
          graph, NodeFactory.createURI(OwnGraph.IRIS.id() + "all"), RDFS.seeAlso.asNode(), thing);
    }
    server = TestServer.of(dataset);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/page/all", "/search?q=owned", "/page/hostile-0", "/page/hostile-3"})
  void pagesShowHostileLabelsAsText(String path) {
    browser.open(server.uri(path));
    browser.await("h1");
    assertText(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "bar", "graph", "matrix"})
  void viewsShowHostileLabelsAsText(String view) {
    String query =
        """
        SELECT ?label ?value ?thing ?kind ?link {
          ?thing <%1$svalue> ?value ; <%2$s> ?label ; a ?kind ; <%3$s> ?link }
        """
            .formatted(OwnGraph.IRIS.ontology(), RDFS.label.getURI(), RDFS.seeAlso.getURI());
    String columns =
        switch (view) {
          case "bar" -> "#bar,label,value";
          case "graph" -> "#graph,label,kind";
          case "matrix" -> "#matrix,label,kind";
          default -> "";
        };
    browser.open(server.uri("/sparql?query=" + encoded(query) + columns));
    browser.await("#result[data-drawn=" + view + "]");
    if (view.equals("table")) {
      browser.rest(browser.find("#result td a[data-iri]"));
      browser.await(".card");
      assertThat(browser.all("#result a[href^='javascript']")).isEmpty();
      assertThat(browser.find("#result").getText()).contains(hostile);
    }
    browser.screenshot("hostile-" + view);
    assertText(view);
    browser.open(server.uri("/sparql?format=html&query=" + encoded(query)));
    browser.await("form.ask.live");
    assertThat(browser.find("main").getText()).contains(hostile);
    assertText("format=html");
  }

  @Test
  void showsHostileQueriesAsText() {
    for (String text : List.of(hostile.get(1), hostile.get(3), hostile.get(12))) {
      browser.open(server.uri("/sparql?query=" + encoded(text) + "#" + encoded(text)));
      browser.await("#result [role=alert]");
      assertThat(browser.find(".editor").getText()).contains(text.substring(0, 8));
    }
    assertThat(browser.complaints()).allMatch(c -> c.contains("400 (Bad Request)"));
    assertText("wrong queries");
  }

  @AfterEach
  void forgetComplaints() {
    browser.complaints();
  }

  /// Checks that no script ran, no label became an element, and the security policy was not
  /// violated.
  private void assertText(String where) {
    assertThat(browser.script("return typeof owned")).as(where).isEqualTo("undefined");
    assertThat(
            browser.all(
                "iframe, main img:not([src^='/embed/questions/']), main script, main style,"
                    + " [onerror], [onload]"))
        .as(where)
        .isEmpty();
    assertThat(browser.complaints()).as(where).isEmpty();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
