package org.techrace.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.jena.sparql.exec.http.QueryExecHTTP;
import org.apache.jena.sparql.exec.http.QuerySendMode;
import org.eclipse.rdf4j.model.IRI;
import org.eclipse.rdf4j.model.Value;
import org.eclipse.rdf4j.model.impl.SimpleValueFactory;
import org.eclipse.rdf4j.repository.RepositoryConnection;
import org.eclipse.rdf4j.repository.sparql.SPARQLRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tests common SPARQL clients against the endpoint.
final class ClientsTest {
  private static final String LABEL =
      "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
          + " SELECT ?label { <https://w3id.org/techrace/id/firm-huawei> rdfs:label ?label }";
  private static final IRI HUAWEI =
      SimpleValueFactory.getInstance().createIRI("https://w3id.org/techrace/id/firm-huawei");
  @RegisterExtension private static final TestServer server = TestServer.small();

  @Test
  void sparqlWrapperAndRdflib() throws Exception {
    String python = "/usr/bin/python3";
    assumeTrue(
        works(python, "-c", "import rdflib, SPARQLWrapper"),
        "Debian's python3-rdflib and python3-sparqlwrapper are not installed");
    assertThat(
            output(
                python,
                "src/server/test/resources/serve/clients.py",
                server.uri("/sparql").toString()))
        .isEqualTo(
            """
            GET Huawei
            POST Huawei
            XML Huawei
            CSV Huawei
            Turtle 5
            rdflib Huawei
            dereferenced 5
            """);
  }

  @Test
  void curl() throws Exception {
    assumeTrue(works("curl", "--version"), "curl is not installed");
    String sparql = server.uri("/sparql").toString();
    assertThat(
            output(
                "curl",
                "-sf",
                "-H",
                "Accept: text/csv",
                "--data-urlencode",
                "query=" + LABEL,
                sparql))
        .isEqualToNormalizingNewlines("label\nHuawei\n");
    assertThat(
            output(
                "curl",
                "-sfG",
                "--compressed",
                "-H",
                "Accept: text/csv",
                "--data-urlencode",
                "query=" + LABEL,
                sparql))
        .isEqualToNormalizingNewlines("label\nHuawei\n");
    String entity = server.uri("/id/firm-huawei").toString();
    assertThat(output("curl", "-sfL", "-H", "Accept: text/turtle", entity))
        .contains("\"Huawei\"@en");
    assertThat(output("curl", "-s", "-H", "Accept: text/turtle", entity)).contains("\"Huawei\"@en");
  }

  @Test
  void jena() {
    for (QuerySendMode mode :
        List.of(QuerySendMode.asGetAlways, QuerySendMode.asPostForm, QuerySendMode.asPost)) {
      try (QueryExecHTTP exec =
          QueryExecHTTP.service(server.uri("/sparql").toString())
              .query(LABEL)
              .sendMode(mode)
              .build()) {
        assertThat(exec.select().next().get("label").getLiteralLexicalForm()).isEqualTo("Huawei");
      }
    }
  }

  @Test
  void rdf4j() {
    SPARQLRepository repository = new SPARQLRepository(server.uri("/sparql").toString());
    try (RepositoryConnection connection = repository.getConnection()) {
      List<String> labels =
          connection.prepareTupleQuery(LABEL).evaluate().stream()
              .map(row -> row.getValue("label").stringValue())
              .toList();
      assertThat(labels).containsExactly("Huawei");
      assertThat(connection.prepareBooleanQuery("ASK { ?s ?p ?o }").evaluate()).isTrue();
      assertThat(connection.prepareGraphQuery("CONSTRUCT WHERE { ?s ?p ?o }").evaluate().stream())
          .hasSize(31);
      assertThat(connection.getContextIDs().stream().map(Value::stringValue))
          .contains("https://w3id.org/techrace/graph/one");
      assertThat(connection.hasStatement(HUAWEI, null, null, false)).isTrue();
      assertThatThrownBy(() -> connection.prepareTupleQuery("SELECT * { ?s ?p }").evaluate())
          .hasMessageContaining("line 1, column 18");
    } finally {
      repository.shutDown();
    }
  }

  /// Runs a query with Comunica over the endpoint, over a dereferenced IRI, and over both.
  @Test
  void comunica() throws Exception {
    String folder = System.getProperty("techrace.comunica", "target/comunica");
    Path program = Path.of(folder, "node_modules/.bin/comunica-sparql");
    assumeTrue(
        Files.exists(program) && works("node", "--version"),
        "Comunica is not installed in " + folder + " (see .ci/run)");
    String endpoint = server.uri("/sparql").toString();
    String entity = server.uri("/id/firm-huawei").toString();
    for (List<String> sources :
        List.of(List.of(endpoint), List.of(entity), List.of(endpoint, entity))) {
      List<String> command = new ArrayList<>(List.of(program.toString()));
      command.addAll(sources);
      command.addAll(List.of("-q", LABEL + " LIMIT 1", "-t", "text/csv"));
      assertThat(output(command.toArray(String[]::new))).contains("label").contains("Huawei");
    }
  }

  private static boolean works(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String output(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
