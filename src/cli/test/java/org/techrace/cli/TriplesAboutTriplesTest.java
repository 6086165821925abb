package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.rdfpatch.RDFPatchOps;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.lang.LabelToNode;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.util.IsoMatcher;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.OwnGraph;
import org.techrace.serve.Options;
import org.techrace.serve.Server;

/// A project in RDF 1.2, from its mapping to its pages.
class TriplesAboutTriplesTest {
  private static final String MAPPING = "data/telescopes/mapping.ttl";
  private static final String TABLE = "data/telescopes/telescopes.csv";

  private @TempDir Path folder;
  private Project project;

  @BeforeEach
  void writeProject() throws Exception {
    project = Project.in(folder);
    project.edit("techrace.toml", "licence =", "rdf = \"1.2\"\nlicence =");
    project.edit(
        MAPPING,
        "<#telescopes> a rml:TriplesMap ;",
        """
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        <#apertures> a rml:NonAssertedTriplesMap ; rml:logicalSource [
              rml:source [ rml:path "telescopes.csv" ] ; rml:referenceFormulation rml:CSV ] ;
          rml:subjectMap [ rml:template "https://w3id.org/techrace/id/telescope-{slug}" ] ;
          rml:predicateObjectMap [ rml:predicate tr:aperture ;
            rml:objectMap [ rml:reference "aperture" ; rml:datatype xsd:decimal ] ] .
        <#measured> rml:logicalSource [
              rml:source [ rml:path "telescopes.csv" ] ; rml:referenceFormulation rml:CSV ] ;
          rml:subjectMap [ rml:quotedTriplesMap <#apertures> ] ;
          rml:predicateObjectMap [ rml:predicate tr:firstLight ;
            rml:objectMap [ rml:reference "first_light" ; rml:datatype xsd:date ] ] .
        <#measurements> rml:logicalSource [
              rml:source [ rml:path "telescopes.csv" ] ; rml:referenceFormulation rml:CSV ] ;
          rml:subjectMap [ rml:template "https://w3id.org/techrace/id/measurement-{slug}" ; rml:class tr:Measurement ] ;
          rml:predicateObjectMap
            [ rml:predicate rdf:reifies ; rml:objectMap [ rml:quotedTriplesMap <#apertures> ] ] ,
            [ rml:predicate rdfs:label ; rml:objectMap [ rml:template "aperture of {slug}" ; rml:language "he--rtl" ] ] .
        <#telescopes> a rml:TriplesMap ;\
        """);
    project.edit(
        "ontology/techrace.ttl",
        "tr:Telescope a owl:Class",
        "tr:Measurement a owl:Class ; rdfs:label \"measurement\"@en .\ntr:Telescope a owl:Class");
  }

  private String build() throws Exception {
    Project.Outcome built = project.run("build");
    assertThat(built.code()).as(built.out() + built.err()).isZero();
    return project.releases().current().orElseThrow();
  }

  private DatasetGraph dump(String release) throws Exception {
    DatasetGraph dataset = DatasetGraphFactory.create();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(dumpFile(release)))) {
      RDFParser.source(in)
          .lang(Lang.NQUADS)
          .labelToNode(LabelToNode.createUseLabelAsGiven())
          .parse(dataset);
    }
    return dataset;
  }

  private Path dumpFile(String release) {
    return project.releases().folder(release).resolve("data.nq.gz");
  }

  @Test
  void patchesChangeOneReleaseIntoTheNext() throws Exception {
    String first = build();
    project.edit(TABLE, "8.2,1998-05-25", "8.4,1998-05-26");
    String second = build();
    StringBuilder patch = new StringBuilder();
    project.releases().patch(first, second, patch);
    DatasetGraph patched = dump(first);
    RDFPatchOps.applyChange(
        patched,
        RDFPatchOps.read(
            new ByteArrayInputStream(patch.toString().getBytes(StandardCharsets.UTF_8))));
    DatasetGraph expected = dump(second);
    for (DatasetGraph graph : new DatasetGraph[] {patched, expected}) {
      graph.removeGraph(NodeFactory.createURI(OwnGraph.IRIS.base() + "graph/release"));
    }
    assertThat(patch.toString()).contains("<<( ", "<_:");
    assertThat(IsoMatcher.isomorphic(patched, expected)).as(patch.toString()).isTrue();
  }

  @Test
  void shapesSeeTripleTerms() throws Exception {
    project.write(
        "ontology/shapes/measurement.ttl",
        """
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        @prefix tr: <https://w3id.org/techrace/ontology#> .
        <https://w3id.org/techrace/shapes#Measurement> a sh:NodeShape ; sh:targetClass tr:Measurement ;
          sh:property [ sh:path rdf:reifies ; sh:minCount 1 ; sh:maxCount 1 ] ,
            [ sh:path rdf:reifies ; sh:nodeKind sh:IRI ; sh:severity sh:Warning ; sh:message "not an IRI" ] .
        """);
    Project.Outcome checked = project.run("check");
    assertThat(checked.code()).isZero();
    assertThat(checked.findings())
        .filteredOn(finding -> finding.contains("not an IRI"))
        .hasSize(4)
        .allMatch(finding -> finding.startsWith("WARN [data/telescopes/telescopes.csv:"));
  }

  @Test
  void exportsTripleTermsAsTexts() throws Exception {
    build();
    Path exported = folder.resolve("exported");
    assertThat(project.run("releases", "export", "--parquet", exported.toString()).code()).isZero();
    Path table;
    try (var files = Files.walk(exported)) {
      table = files.filter(file -> file.toString().contains("reifies")).findFirst().orElseThrow();
    }
    project.write(
        "read.ttl",
        """
        @prefix rml: <http://w3id.org/rml/> .
        <#rows> rml:logicalSource [ rml:source [ rml:path "%s" ] ; rml:referenceFormulation rml:CSV ] ;
          rml:subject <http://example.org/s> ;
          rml:predicateObjectMap [ rml:predicate <http://example.org/p> ;
            rml:objectMap [ rml:template "{text} {datatype}" ; rml:termType rml:Literal ] ] .
        """
            .formatted(folder.relativize(table)));
    Path out = folder.resolve("out.nt");
    Project.Outcome read =
        project.command("map", folder.resolve("read.ttl").toString(), "-o", out.toString());
    assertThat(read.code()).as(read.err()).isZero();
    assertThat(Files.readString(out))
        .contains(
            "\"<<( <https://w3id.org/techrace/id/telescope-vlt>"
                + " <https://w3id.org/techrace/ontology#aperture>",
            " )>> http://www.w3.org/1999/02/22-rdf-syntax-ns#Proposition\"");
  }

  @Test
  void servesTripleTerms() throws Exception {
    String release = build();
    try (Server server =
            Server.start(
                Options.DEFAULT.edit().graph(OwnGraph.SETTINGS).build().withPort(0),
                project.releases());
        HttpClient client = HttpClient.newHttpClient()) {
      Client get =
          (path, accept) ->
              client.send(
                  HttpRequest.newBuilder(server.uri().resolve(path))
                      .header("Accept", accept)
                      .build(),
                  BodyHandlers.ofString());
      String page = get.at("/page/measurement-vlt", "text/html").body();
      assertThat(Jsoup.parse(page).select(".triple").text())
          .isEqualTo("Very Large Telescope aperture in metres 8.2");
      assertThat(get.at("/page/telescope-vlt", "text/html").statusCode()).isEqualTo(200);
      for (String suffix : new String[] {"ttl", "nt", "rdf", "nq", "trig"}) {
        HttpResponse<String> data = get.at("/data/measurement-vlt." + suffix, "*/*");
        assertThat(data.statusCode()).as(suffix + data.body()).isEqualTo(200);
        DatasetGraph read = DatasetGraphFactory.create();
        RDFParser.fromString(data.body(), RDFLanguages.filenameToLang("x." + suffix))
            .base("http://example.org/")
            .parse(read);
        assertThat(read.stream()).as(suffix).anyMatch(quad -> quad.getObject().isTripleTerm());
      }
      HttpResponse<String> jsonLd = get.at("/data/measurement-vlt.jsonld", "*/*");
      assertThat(jsonLd.statusCode()).isEqualTo(406);
      assertThat(jsonLd.body()).contains("(RDF 1.2)", "Turtle");
      String query =
          """
          PREFIX tr: <https://w3id.org/techrace/ontology#>
          SELECT ?t ?date { << ?telescope tr:aperture ?m ~ ?r >> tr:firstLight ?date . ?r <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> ?t }
          ORDER BY ?date\
          """;
      String path = "/sparql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
      assertThat(get.at(path, "application/sparql-results+json").body())
          .contains("\"type\":\"triple\"", "1993-03-16");
      for (String accept :
          new String[] {
            "application/sparql-results+xml",
            "text/csv",
            "text/tab-separated-values",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          }) {
        assertThat(get.at(path, accept).statusCode()).as(accept).isEqualTo(200);
      }
      assertThat(get.at("/search?q=aperture+of+vlt", "text/html").body())
          .contains("measurement-vlt");
      assertThat(get.at("/downloads", "text/html").body()).contains(release);
    }
  }

  private interface Client {
    HttpResponse<String> at(String path, String accept) throws Exception;
  }
}
