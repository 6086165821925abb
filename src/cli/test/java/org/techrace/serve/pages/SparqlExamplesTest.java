package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.shacl.vocabulary.SHACL;
import org.apache.jena.system.G;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;

/// Tests `/.well-known/sparql-examples`, which publishes the questions for programs.
@UsesServedProject
final class SparqlExamplesTest {
  private static final Node EXECUTABLE = sh("SPARQLExecutable");
  private static final Node SELECT = sh("SPARQLSelectExecutable");

  private final ServedProject project;

  SparqlExamplesTest(ServedProject project) {
    this.project = project;
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/turtle", "application/ld+json", "application/rdf+xml"})
  void containsEachQuestionAsAValidQuery(String format) throws Exception {
    HttpResponse<String> answer = get(format);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(format);
    Graph examples =
        RDFParser.fromString(answer.body(), RDFLanguages.contentTypeToLang(format)).toGraph();
    List<Questions.Question> questions = Questions.read(Path.of("queries/questions")).list();
    List<Node> found = G.nodesOfTypeAsList(examples, EXECUTABLE);
    assertThat(found).hasSameSizeAs(questions).hasSizeGreaterThan(20);
    assertThat(found.stream().map(example -> query(examples, example)))
        .containsExactlyInAnyOrderElementsOf(
            questions.stream().map(Questions.Question::query).toList());
  }

  /// Returns the query of an example. Checks that it has a title and an endpoint.
  private static String query(Graph examples, Node example) {
    assertThat(G.contains(examples, example, RDF.Nodes.type, SELECT)).isTrue();
    assertThat(G.contains(examples, example, RDFS.Nodes.label, Node.ANY)).isTrue();
    assertThat(G.contains(examples, example, target(), Node.ANY)).isTrue();
    String text = G.getOneSP(examples, example, sh("select")).getLiteralLexicalForm();
    assertThat(QueryFactory.create(text).isSelectType()).isTrue();
    return text;
  }

  @Test
  void redirectsBrowsersToTheGallery() throws Exception {
    HttpResponse<String> page = get("text/html");
    assertThat(page.statusCode()).isEqualTo(303);
    assertThat(page.headers().firstValue("Location")).contains("/questions");
  }

  private HttpResponse<String> get(String accept) throws Exception {
    return project.get("/.well-known/sparql-examples", accept);
  }

  private static Node target() {
    return NodeFactory.createURI("https://schema.org/target");
  }

  private static Node sh(String name) {
    return NodeFactory.createURI(SHACL.getURI() + name);
  }
}
