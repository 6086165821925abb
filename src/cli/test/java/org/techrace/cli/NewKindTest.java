package org.techrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.serve.Options;
import org.techrace.serve.Server;

/// The test of the design: a new kind of entity is a class, a shape, a table and a mapping, and no
/// Java. The steps are those of "Adding a kind of entity" in CONTRIBUTING.md.
final class NewKindTest {
  @TempDir private Path folder = Path.of("");

  /// The small project with patents in it.
  private Project withPatents() throws IOException {
    Project project = Project.in(folder);
    Files.writeString(
        folder.resolve("ontology/techrace.ttl"),
        """
        tr:Patent a owl:Class ; rdfs:label "patent"@en ;
            rdfs:comment "A right to an invention."@en ;
            rdfs:isDefinedBy <https://w3id.org/techrace/ontology> .
        tr:usedBy a owl:ObjectProperty ; rdfs:label "used by"@en ; rdfs:domain tr:Patent .
        tr:granted a owl:DatatypeProperty ; rdfs:label "granted"@en ; rdfs:domain tr:Patent .
        """,
        StandardOpenOption.APPEND);
    project
        .write(
            "ontology/groups.ttl",
            """
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            @prefix sh: <http://www.w3.org/ns/shacl#> .
            @prefix tr: <https://w3id.org/techrace/ontology#> .
            @prefix ts: <https://w3id.org/techrace/shapes#> .
            ts:group-is a sh:PropertyGroup ; rdfs:label "What it is"@en ; sh:order 1 .
            tr:usedBy sh:group ts:group-is ; sh:order 1 .
            tr:granted sh:group ts:group-is ; sh:order 2 .
            """)
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
    return project;
  }

  @Test
  void itsQuestionsAreAnsweredAndItsShapeHolds() throws IOException {
    Project project = withPatents();
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

  /// Pages, search, reconciliation and linking know it by what the ontology says.
  @Test
  void itIsFoundWhereverOthersAre() throws Exception {
    Project project = withPatents();
    try (Server server = Server.start(Options.DEFAULT.withPort(0), project.releases())) {
      assertThat(get(server, "explore")).contains("<a href=\"/list/Patent\">");
      assertThat(get(server, "llms.txt")).as("it has no description").doesNotContain("\n> ");
      assertThat(get(server, "list/Patent"))
          .contains("Segmented mirror", ">used by</a>", "W. M. Keck Telescope", "2005-08-16");
      assertThat(get(server, "page/patent-US1"))
          .contains("<h1 dir=\"auto\">Segmented mirror</h1>", "used by", "W. M. Keck Telescope");
      assertThat(get(server, "page/telescope-keck")).contains("Edge sensor");
      assertThat(get(server, "compare?thing=patent-US1&thing=patent-US5")).contains("Edge sensor");
      assertThat(get(server, "ontology")).contains("id=\"Patent\"");
      assertThat(get(server, "search?format=json&type=patent&q=guide"))
          .contains("\"label\":\"Laser guide star\",\"type\":\"patent\"");
      assertThat(get(server, "reconcile/suggest/type?prefix=pat")).contains("ontology#Patent");
      assertThat(get(server, "reconcile/extend/propose?type=patent")).contains("ontology#granted");
      String query =
          """
          {"q":{"query":"edge sensor","type":"patent","properties":[{"pid":"used by","v":"Keck"}]}}
          """;
      assertThat(get(server, "reconcile?queries=" + URLEncoder.encode(query, UTF_8)))
          .contains("\"id\":\"id/patent-US5\"", "\"match\":true");
    }
    project.write("mine.csv", "name\nCurved detector arrays\nSomething else\n");
    project.run("link", folder.resolve("mine.csv").toString(), "--type", "patent");
    assertThat(Files.readString(folder.resolve("mine.linked.csv")))
        .contains("Curved detector arrays,https://w3id.org/techrace/id/patent-US4,")
        .contains("Something else,,");
  }

  private static String get(Server server, String path) throws IOException {
    URLConnection request = server.uri().resolve(path).toURL().openConnection();
    request.setRequestProperty("Accept", "text/html, application/json;q=0.9");
    try (InputStream body = request.getInputStream()) {
      return new String(body.readAllBytes(), UTF_8);
    }
  }
}
