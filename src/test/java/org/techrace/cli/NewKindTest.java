package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The test of the design: a new kind of entity is a class, a shape, a table and a mapping, and no
/// Java. The steps are those of "Adding a kind of entity" in CONTRIBUTING.md.
final class NewKindTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void patents() throws IOException {
    Project project = Project.in(folder);
    Files.writeString(
        folder.resolve("ontology/techrace.ttl"),
        """
        tr:Patent a owl:Class ; rdfs:label "patent"@en .
        tr:usedBy a owl:ObjectProperty ; rdfs:label "used by"@en ; rdfs:domain tr:Patent .
        tr:granted a owl:DatatypeProperty ; rdfs:label "granted"@en ; rdfs:domain tr:Patent .
        """,
        StandardOpenOption.APPEND);
    project
        .write(
            "ontology/shapes/patent.ttl",
            """
            @prefix sh: <http://www.w3.org/ns/shacl#> .
            @prefix tr: <https://w3id.org/techrace/ontology#> .
            tr:PatentShape a sh:NodeShape ; sh:targetClass tr:Patent ;
                sh:property [ sh:path tr:usedBy ; sh:minCount 1 ; sh:class tr:Telescope ;
                              sh:message "a patent is used by a telescope; correct the column 'telescope'" ] .
            """)
        .write(
            "data/patents/patents.csv",
            """
            number,title,telescope,granted
            US1,Segmented mirror,keck,1988-01-12
            US2,Lateral support of a mirror,subaru,1994-05-03
            US3,Laser guide star,vlt,2005-08-16
            US4,Curved detector array,vista,2007-11-27
            US5,Edge sensor,keck,1986-06-10
            """)
        .write(
            "data/patents/source.ttl",
            """
            @prefix dcat: <http://www.w3.org/ns/dcat#> .
            @prefix dct: <http://purl.org/dc/terms/> .
            <https://w3id.org/techrace/graph/patents> a dcat:Dataset ; dct:title "Patents"@en ;
                dct:license <https://creativecommons.org/publicdomain/zero/1.0/> .
            """)
        .write(
            "data/patents/mapping.ttl",
            """
            @prefix rml: <http://w3id.org/rml/> .
            @prefix tr: <https://w3id.org/techrace/ontology#> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
            <#patents> a rml:TriplesMap ;
                rml:logicalSource [ rml:referenceFormulation rml:CSV ; rml:source [
                    a rml:RelativePathSource ; rml:root rml:MappingDirectory ; rml:path "patents.csv" ] ] ;
                rml:subjectMap [ rml:template "https://w3id.org/techrace/id/patent-{number}" ; rml:class tr:Patent ] ;
                rml:predicateObjectMap
                    [ rml:predicate rdfs:label ; rml:objectMap [ rml:reference "title" ; rml:language "en" ] ] ,
                    [ rml:predicate tr:usedBy ; rml:objectMap [ rml:template "https://w3id.org/techrace/id/telescope-{telescope}" ] ] ,
                    [ rml:predicate tr:granted ; rml:objectMap [ rml:reference "granted" ; rml:datatype xsd:date ] ] .
            """);

    Project.Outcome built = project.run("build");
    assertThat(built.findings()).isEmpty();
    assertThat(built.code()).as(built.err()).isZero();

    project.write(
        "users.rq",
        """
        PREFIX tr: <https://w3id.org/techrace/ontology#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?telescope (COUNT(*) AS ?patents) WHERE {
          GRAPH <https://w3id.org/techrace/graph/patents> { ?patent a tr:Patent ; tr:usedBy ?t }
          ?t rdfs:label ?telescope
        } GROUP BY ?telescope ORDER BY DESC(?patents) ?telescope LIMIT 2
        """);
    Project.Outcome asked =
        project.run("query", folder.resolve("users.rq").toString(), "--format", "csv");
    assertThat(asked.out().lines())
        .containsExactly("telescope,patents", "W. M. Keck Telescope,2", "VISTA,1");

    project.edit("data/patents/patents.csv", "Edge sensor,keck", "Edge sensor,kecks");
    assertThat(project.run("check").findings())
        .anySatisfy(f -> assertThat(f).contains("a patent is used by a telescope"));
  }
}
