package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A mapping finds the names of a column in the graph with `fn:link`, and `link --write` puts keys
/// into a table.
final class LinkingInMappingsTest {
  private static final String MAPPING =
      """
      @prefix rml: <http://w3id.org/rml/> .
      @prefix fn: <https://w3id.org/techrace/tool/function#> .
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      <#flights> rml:logicalSource [ rml:source [ rml:path "flights.csv" ; rml:null "" ] ; rml:referenceFormulation rml:CSV ] ;
        rml:subjectMap [ rml:template "https://example.org/sky/id/flight-{no}" ] ;
        rml:predicateObjectMap [ rml:predicate rdfs:seeAlso ; rml:objectMap [ rml:termType rml:IRI ;
          rml:functionExecution [ rml:function fn:link ; rml:input
            [ rml:parameter fn:text ; rml:inputValueMap [ rml:reference "to" ] ] ,
            [ rml:parameter fn:type ; rml:inputValue "%s" ] ] ] ] .
      """;
  private static final String SOURCE =
      """
      @prefix dcat: <http://www.w3.org/ns/dcat#> .
      @prefix dct: <http://purl.org/dc/terms/> .
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
      <https://example.org/sky/graph/flights> a dcat:Dataset ;
        rdfs:label "Flights"@en ; dct:title "Flights"@en ; dct:description "Flights of a test."@en ;
        dct:license <https://creativecommons.org/publicdomain/zero/1.0/> ; dct:issued "2026-01-01"^^xsd:date .
      """;

  @TempDir private Path folder = Path.of("");
  private Project project = Project.at(folder);

  @BeforeEach
  void sky() throws IOException {
    Path sky = folder.resolve("sky");
    Project.Outcome made =
        Project.at(folder)
            .command(
                "new",
                sky.toString(),
                "--title=Sky",
                "--base=https://example.org/sky/",
                "--prefix=sky",
                "--licence=CC0-1.0",
                "--publisher=Someone",
                "--languages=en");
    assertThat(made.code()).as(made.err()).isZero();
    project =
        Project.at(sky)
            .write(
                "data/flights/flights.csv",
                "no,to,from\n1,venus,Earth\n2,Nibiru,Earth\n3,MARS,Vulcan\n4,Nibiru,\n")
            .write("data/flights/mapping.ttl", MAPPING.formatted("planet"))
            .write("data/flights/source.ttl", SOURCE);
  }

  @Test
  void findsTheNamesOfTheOtherSourcesAndListsTheRest() throws IOException {
    assertThat(project.run("map", project.folder() + "/data/flights/mapping.ttl").err())
        .contains("fn:link needs a graph to search; build the project");
    Project.Outcome built = project.run("build");
    assertThat(built.code()).as(built.err()).isZero();
    assertThat(built.findings())
        .singleElement()
        .asString()
        .startsWith(
            "WARN [data/flights/flights.csv:3] 'to': 'Nibiru' is not found in the graph, in 2 rows;"
                + " correct it, or add it to the graph");
    Path out = folder.resolve("out.nq");
    Project.Outcome mapped =
        project.run("map", project.folder() + "/data/flights/mapping.ttl", "-o", out.toString());
    assertThat(mapped.code()).as(mapped.err()).isZero();
    assertThat(Files.readString(out).lines())
        .containsExactlyInAnyOrder(link(1, "venus"), link(3, "mars"));
    assertThat(project.run("explain", project.folder() + "/data/flights/mapping.ttl").out())
        .contains("gives <https://example.org/sky/id/planet-venus>");
    project.write("data/flights/mapping.ttl", MAPPING.formatted("plant"));
    Project.Outcome wrong = project.run("check");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.findings().getFirst())
        .contains("mapping.ttl:7:", "there is no class 'plant'; did you mean 'Planet'?");
    writesKeysIntoTheTable();
  }

  private static String link(int flight, String planet) {
    return "<https://example.org/sky/id/flight-%d> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <https://example.org/sky/id/planet-%s> ."
        .formatted(flight, planet);
  }

  private void writesKeysIntoTheTable() throws IOException {
    Path table = folder.resolve("trips.csv");
    Files.writeString(
        table, "no,to,from,from_iri\r\n1,venus,Earth,mine\r\n2,Nibiru,Earth,\r\n3,\"MARS\",,\r\n");
    String[] link = {
      "link", table.toString(), "--write", "--column", "to=Planet", "--column", "from"
    };
    Project.Outcome outcome = project.run(link);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains(
            "to: 2 keys added, 0 kept, 1 rows without a key", "from: 1 keys added, 1 kept, 0 rows");
    String venus = "https://example.org/sky/id/planet-venus";
    String linked =
        "no,to,from,from_iri,to_iri\r\n1,venus,Earth,mine,%s\r\n2,Nibiru,Earth,https://example.org/sky/id/planet-earth,\r\n3,MARS,,,https://example.org/sky/id/planet-mars\r\n"
            .formatted(venus);
    assertThat(table).hasContent(linked);
    assertThat(Files.readString(table)).isEqualTo(linked);
    assertThat(project.run(link).code()).isZero();
    assertThat(Files.readString(table)).isEqualTo(linked);
    assertThat(project.run("link", table.toString(), "--column", "to", "--column", "from").err())
        .contains("several columns need --write");
  }
}
