package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.access.Access;
import org.techrace.access.Limits;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Finding;
import org.techrace.report.Report;

/// Tests that the query of a source reads only its file, and stops at its time limit.
final class SparqlSourceTest {
  @TempDir private Path folder = Path.of("");

  private Report map(String file, String text, String query, Limits limits) throws IOException {
    new Workbench(folder)
        .file(file, text)
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                @prefix formats: <http://www.w3.org/ns/formats/> .
                <#m> rml:logicalSource [ rml:source [ rml:path "%s" ] ; rml:referenceFormulation formats:SPARQL_Results_CSV ; rml:iterator \"""%s\""" ] ;
                  rml:subject ex:s ; rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:reference "x" ] ] .
                """
                    .formatted(file, query));
    Report report = new Report();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Engine(
            MappingReader.read(folder.resolve("mapping.ttl"), report).orElseThrow(),
            EngineOptions.DEFAULT.withAccess(Access.none().allowReading(folder).withLimits(limits)),
            report)
        .writeNQuads(out);
    return report;
  }

  private static final String DATA = "<http://example.org/a> <http://example.org/b> 1 .";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ?x { SERVICE <http://127.0.0.1:1/> { ?x ?p ?o } }",
        "SELECT ?x { SERVICE SILENT <http://127.0.0.1:1/> { ?x ?p ?o } }",
        "SELECT ?x { ?x ?p ?o OPTIONAL { SERVICE <http://127.0.0.1:1/> { ?x ?q ?r } } }",
        "SELECT ?x { { SELECT ?x { SERVICE <http://127.0.0.1:1/> { ?x ?p ?o } } } }",
        "SELECT ?x { ?x ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:1/> { ?x ?q ?r } } }",
        "SELECT (<java:java.lang.System.exit>(1) AS ?x) {}",
        "SELECT ?x { ?x ?p ?o FILTER(<java:java.util.Date>()) }",
        "SELECT ?x { ?x <java:org.example.Property> 1 }",
        "SELECT (<http://jena.apache.org/ARQ/function#wait>(100000) AS ?x) {}",
        "SELECT (<http://www.w3.org/2005/xpath-functions#apply>('x') AS ?x) {}"
      })
  void refusesQueriesThatReadOrRunSomethingElse(String query) throws IOException {
    assertThat(map("d.ttl", DATA, query, Limits.DEFAULT).findings())
        .extracting(Finding::message)
        .anyMatch(message -> message.contains("the query is refused: "));
  }

  @Test
  void refusesATripleTermAsAValue() throws IOException {
    String data = "<http://example.org/a> <http://example.org/b> <<( <a:a> <b:b> <c:c> )>> .";
    assertThat(map("d.ttl", data, "SELECT ?x { ?s ?p ?x }", Limits.DEFAULT).findings())
        .extracting(Finding::message)
        .singleElement()
        .asString()
        .startsWith(
            "the variable 'x' is a triple term; select SUBJECT(?x), PREDICATE(?x) or OBJECT(?x)");
    assertThat(
            map("d.ttl", data, "SELECT (SUBJECT(?t) AS ?x) { ?s ?p ?t }", Limits.DEFAULT)
                .findings())
        .isEmpty();
  }

  @Test
  @Timeout(60)
  void stopsAQueryAtItsTimeLimit() throws IOException {
    StringBuilder product = new StringBuilder("SELECT (COUNT(*) AS ?x) {");
    for (char variable = 'a'; variable <= 'k'; variable++) {
      product.append(" VALUES ?").append(variable).append(" {1 2 3 4 5 6 7 8 9 10}");
    }
    Limits second =
        new Limits(
            1 << 20,
            Duration.ofSeconds(1),
            250,
            1 << 20,
            1 << 20,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    assertThat(map("d.ttl", DATA, product + " }", second).findings())
        .extracting(Finding::message)
        .anyMatch(message -> message.contains("exceeds the limit of 1 seconds"));
  }

  @Test
  void doesNotFetchAContextOfJsonLd() throws Exception {
    Files.writeString(folder.resolve("secret.json"), "{\"@context\": {\"s3cret\": \"http://x/\"}}");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String context :
          new String[] {
            "http://127.0.0.1:" + server.getLocalPort() + "/c",
            folder.resolve("secret.json").toUri().toString()
          }) {
        String json = "{\"@context\": \"%s\", \"s3cret\": \"1\"}".formatted(context);
        assertThat(map("d.jsonld", json, "SELECT ?x { ?s ?p ?x }", Limits.DEFAULT).findings())
            .extracting(Finding::message)
            .anyMatch(message -> message.contains("the query cannot be run"));
      }
      server.setSoTimeout(100);
      assertThat(org.assertj.core.api.Assertions.catchThrowable(server::accept))
          .isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  @Test
  void doesNotReadAnExternalEntityOfRdfXml() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret");
    String xml =
        """
        <!DOCTYPE r [ <!ENTITY e SYSTEM "%s"> ]>
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">
        <rdf:Description rdf:about="http://example.org/a"><e:b>&e;</e:b></rdf:Description></rdf:RDF>
        """
            .formatted(secret.toUri());
    Report report = map("d.rdf", xml, "SELECT ?x { ?s ?p ?x }", Limits.DEFAULT);
    assertThat(report.findings().toString()).doesNotContain("s3cret");
  }
}
