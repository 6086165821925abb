package org.techrace.serve.pages;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.vocabulary.SHACL;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.OWL2;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.techrace.OwnGraph;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import org.techrace.serve.view.Address;

/// Tests `/ontology`: it shows each term's definition from `ontology/techrace.ttl`, the rules of
/// the shapes, and examples from the release.
@UsesServedProject
final class OntologyPageTest {
  private static final Graph ONTOLOGY = RDFDataMgr.loadModel("ontology/techrace.ttl").getGraph();

  private final ServedProject project;

  OntologyPageTest(ServedProject project) {
    this.project = project;
  }

  @Test
  void showsEveryTerm() throws Exception {
    Map<String, String> articles = articles();
    Set<Node> terms = terms();
    assertThat(terms).hasSizeGreaterThan(50);
    assertThat(articles.keySet())
        .isEqualTo(terms.stream().map(OntologyPageTest::name).collect(toSet()));
    for (Node term : terms) {
      String article = articles.getOrDefault(name(term), "");
      assertThat(article).contains("<code>" + term.getURI() + "</code>");
      assertThat(objects(term, SKOS.definition.asNode()))
          .as("definition of %s in the language of the page", term)
          .filteredOn(d -> d.getLiteralLanguage().equals("en"))
          .isNotEmpty()
          .allMatch(d -> article.contains(escaped(d.getLiteralLexicalForm())));
      linked(term, RDFS.domain.asNode(), "domain", article);
      linked(term, RDFS.range.asNode(), "range", article);
    }
  }

  @Test
  void showsAnExampleOfEachTermInUse() throws Exception {
    Map<String, String> articles = articles();
    Set<String> used = used();
    assertThat(used).hasSizeGreaterThan(40);
    used.forEach(
        name ->
            assertThat(articles.get(name))
                .as(name)
                .containsPattern("<dt>example</dt>\\s*<dd>\\s*<a [^>]*href=\"/page"));
  }

  @Test
  void showsTheRulesOfTheShapes() throws Exception {
    Map<String, String> articles = articles();
    Graph shapes = GraphFactory.createDefaultGraph();
    try (Stream<Path> files = Files.list(Path.of("ontology/shapes"))) {
      files.sorted().forEach(f -> RDFDataMgr.read(shapes, f.toUri().toString()));
    }
    Set<String> shaped =
        shapes.stream(Node.ANY, SHACL.targetClass, Node.ANY)
            .map(Triple::getObject)
            .filter(c -> c.getURI().startsWith(OwnGraph.IRIS.ontology()))
            .map(OntologyPageTest::name)
            .collect(toSet());
    assertThat(shaped).hasSizeGreaterThan(5);
    shaped.forEach(name -> assertThat(articles.get(name)).as(name).contains("<dt>shape</dt>"));
  }

  /// Each line of the picture connects a class with a property.
  @Test
  void pictureIsAlsoAvailableAsText() throws Exception {
    Document page = project.page("/ontology");
    assertThat(page.select(".diagram-told dd")).hasSizeGreaterThan(20);
    assertThat(page.select("svg.diagram path")).hasSize(2 * page.select(".diagram-told dd").size());
    assertThat(page.select("dt:has(a[href$=#Claim]) ~ dd").eachText()).contains("speaker → agent");
  }

  /// Returns the part of the page for each term, by anchor.
  private Map<String, String> articles() throws Exception {
    Map<String, String> articles = new LinkedHashMap<>();
    String[] parts =
        project.get("/ontology", "text/html").body().split("<article class=\"ontology\" id=\"", -1);
    for (int i = 1; i < parts.length; i++) {
      articles.put(parts[i].substring(0, parts[i].indexOf('"')), parts[i]);
    }
    return articles;
  }

  /// Returns the names of the terms in the sources' statements.
  private Set<String> used() throws Exception {
    String query =
        """
        SELECT DISTINCT ?term { GRAPH ?g { { ?s ?term ?o } UNION { ?s a ?term } }
          FILTER (STRSTARTS(STR(?term), "%s") && STRSTARTS(STR(?g), "%s") && ?g != <%s>) }
        """
            .formatted(
                OwnGraph.IRIS.ontology(), OwnGraph.IRIS.graph(""), OwnGraph.IRIS.graph("ontology"));
    return project
        .get("/sparql?query=" + Address.encoded(query), "text/csv")
        .body()
        .lines()
        .skip(1)
        .map(iri -> iri.substring(OwnGraph.IRIS.ontology().length()))
        .collect(toSet());
  }

  private static Set<Node> terms() {
    return Stream.of(
            OWL2.Class, OWL2.ObjectProperty, OWL2.DatatypeProperty, OWL2.AnnotationProperty)
        .flatMap(kind -> ONTOLOGY.stream(Node.ANY, RDF.Nodes.type, kind.asNode()))
        .map(Triple::getSubject)
        .filter(term -> term.isURI() && term.getURI().startsWith(OwnGraph.IRIS.ontology()))
        .collect(toSet());
  }

  private static void linked(Node term, Node property, String head, String article) {
    for (Node object : objects(term, property)) {
      if (object.isURI()) {
        String row = article.replaceAll("(?s).*<dt>" + head + "</dt><dd>(.*?)</dd>.*", "$1");
        boolean own = object.getURI().startsWith(OwnGraph.IRIS.ontology());
        assertThat(row)
            .as("%s of %s", head, term)
            .contains(
                own
                    ? "href=\"/ontology#" + name(object) + "\""
                    : "title=\"" + object.getURI() + "\"");
      }
    }
  }

  private static Set<Node> objects(Node term, Node property) {
    return ONTOLOGY.stream(term, property, Node.ANY).map(Triple::getObject).collect(toSet());
  }

  private static String name(Node term) {
    return term.getURI().substring(OwnGraph.IRIS.ontology().length());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
