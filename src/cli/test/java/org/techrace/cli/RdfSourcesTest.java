package org.techrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.cli.Project.Outcome;
import org.techrace.table.input.Packing;

/// Builds a project with a source that has RDF files instead of tables and a mapping.
class RdfSourcesTest {
  private static final String GRAPH = "<https://w3id.org/techrace/graph/stars>";
  private static final String STATEMENT =
      "<https://w3id.org/techrace/id/vega> <http://www.w3.org/2000/01/rdf-schema#label> \"Vega\" ";
  private static final String JSON_LD =
      """
      {"@context": {"label": "http://www.w3.org/2000/01/rdf-schema#label"},
       "@id": "https://w3id.org/techrace/id/vega", "label": "Vega"}
      """;
  private static final String RDF_XML =
      """
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">
      <rdf:Description rdf:about="https://w3id.org/techrace/id/vega"><rdfs:label>Vega</rdfs:label></rdf:Description>
      </rdf:RDF>
      """;
  private static final String TURTLE =
      """
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      # Relative IRIs begin with the base of the graph.
      <id/vega> rdfs:label "Vega" .
      """;

  @TempDir private Path folder = Path.of("");
  private Project project = Project.at(Path.of(""));

  @BeforeEach
  void createProject() throws IOException {
    project = Project.in(folder.resolve("project"));
    project.write(
        "data/stars/source.ttl",
        Files.readString(project.folder().resolve("data/telescopes/source.ttl"))
            .replace("telescopes", "stars"));
  }

  private static String content(String extension) {
    return switch (extension) {
      case "ttl" -> TURTLE;
      case "nt" -> STATEMENT + ".\n";
      case "nq" -> STATEMENT + "<http://example.org/other> .\n";
      case "trig" -> "<http://example.org/other> { " + STATEMENT + "}\n";
      case "jsonld" -> JSON_LD;
      default -> RDF_XML;
    };
  }

  /// Returns the statements of the source in the release, except its description.
  private List<String> statements() throws IOException {
    String id = project.releases().current().orElseThrow();
    Path dump = project.releases().folder(id).resolve("data.nq.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(dump))) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.contains(GRAPH + " .") && !line.startsWith(GRAPH))
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ttl", "nt", "nq", "trig", "rdf", "owl", "jsonld"})
  void eachSyntaxGivesTheSameStatementsInTheGraphOfTheSource(String extension) throws IOException {
    project.write("data/stars/stars." + extension, content(extension));
    Outcome outcome = project.run("build");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(statements()).containsExactly(STATEMENT + GRAPH + " .");
    assertThat(outcome.out() + outcome.err())
        .contains(extension.matches("nq|trig") ? "1 notes" : "0 notes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GZIP", "ZSTD", "ZIP"})
  void readsPackedFiles(String packing) throws IOException {
    Packing packed = Packing.valueOf(packing);
    byte[] bytes = content("nt").getBytes(UTF_8);
    String name = "stars.nt" + packed.ending();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    packed.pack(new ByteArrayInputStream(bytes), bytes.length, name, out);
    project.write("data/stars/" + name, out.toByteArray());
    assertThat(project.run("build").code()).isZero();
    assertThat(statements()).hasSize(1);
  }

  @Test
  void blankNodesOfTwoFilesAreTwoNodes() throws IOException {
    String text = "_:b <http://www.w3.org/2000/01/rdf-schema#label> \"Vega\" .\n";
    project.write("data/stars/1.nt", text).write("data/stars/2.nt", text);
    assertThat(project.run("build").code()).isZero();
    assertThat(statements()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "ttl, <id/vega> rdfs:label 'Vega' ., data/stars/stars.ttl:1:",
    "nt, '<http://a/b> <http://a/p> \"Vega\"', data/stars/stars.nt:2:",
    "nq, '<http://a/b> <http://a/p> <http://a/c> <http://a/g> <http://a/h> .',"
        + " data/stars/stars.nq:1:",
    "trig, '<http://a/g> { <http://a/b> }', data/stars/stars.trig:1:",
    "rdf, <rdf:RDF><b>, data/stars/stars.rdf:1:",
    "jsonld, '{\"@id\": ', data/stars/stars.jsonld",
    "nt.gz, no gzip, data/stars/stars.nt.gz",
    "nt, '<http://a/b> <http://a/p> <javascript:alert(1)> .', data/stars/stars.nt:1:",
    "ttl, '<http://a/b> <http://a/p> \"a\u0000b\" .', data/stars/stars.ttl:1:"
  })
  void anErrorHasFileAndLine(String extension, String content, String place) throws IOException {
    project.write("data/stars/stars." + extension, content + "\n");
    Outcome outcome = project.run("build");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.findings()).singleElement().asString().startsWith("ERROR [" + place);
  }

  @ParameterizedTest
  @CsvSource({
    "jsonld, '{\"@context\": \"http://127.0.0.1:9/context\", \"label\": \"Vega\"}'",
    "rdf, '<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description"
        + " rdf:about=\"javascript:alert(1)\"><x"
        + " xmlns=\"http://a/\">y</x></rdf:Description></rdf:RDF>'",
    "jsonld, '{\"@id\": \"javascript:alert(1)\", \"http://a/x\": \"y\"}'"
  })
  void nothingIsFetchedAndNoAddressRunsCode(String extension, String content) throws IOException {
    project.write("data/stars/stars." + extension, content + "\n");
    Outcome outcome = project.run("build");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [data/stars/stars." + extension);
  }

  @Test
  void readsNoOtherFileForAnEntityOfXml() throws IOException {
    project.write("data/stars/secret.txt", "secret");
    project.write(
        "data/stars/stars.rdf",
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'secret.txt'>]>\n" + RDF_XML.replace("Vega", "Vega&e;"));
    project.run("build");
    assertThat(statements()).containsExactly(STATEMENT + GRAPH + " .");
  }

  @Test
  void aShapeThatIsNotMetLeadsToTheLine() throws IOException {
    project.write(
        "ontology/shapes/star.ttl",
        """
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix tr: <https://w3id.org/techrace/ontology#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        tr:StarShape a sh:NodeShape ; sh:targetNode <https://w3id.org/techrace/id/vega> ;
          sh:property [ sh:path rdfs:label ; sh:maxLength 3 ; sh:message "The name is too long."@en ] .
        """);
    project.write("data/stars/stars.ttl", TURTLE);
    assertThat(project.run("build").findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [data/stars/stars.ttl:3]");
  }

  @Test
  void aFileNextToAMappingThatDoesNotReadItIsAWarning() throws IOException {
    project.write("data/stars/stars.ttl", TURTLE).write("data/telescopes/more.ttl", TURTLE);
    assertThat(project.run("build").findings())
        .containsExactly(
            "WARN [data/telescopes/more.ttl] the file is not read, because the source has a"
                + " mapping; give it a folder of its own below data/");
  }

  @Test
  void aSourceWithoutMappingAndRdfIsAnError() throws IOException {
    Outcome outcome = project.run("build");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.findings())
        .singleElement()
        .asString()
        .contains("data/stars/mapping.ttl", "RDF");
  }
}
