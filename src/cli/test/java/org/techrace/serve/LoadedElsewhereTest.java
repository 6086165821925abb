package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the server's answers with independent programs: Titanium (JSON-LD 1.1), rdflib, the OWL
/// API.
@UsesServedProject
final class LoadedElsewhereTest {
  private final ServedProject project;

  LoadedElsewhereTest(ServedProject project) {
    this.project = project;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "firm-huawei",
        "country-CHN",
        "person-alicia-garcia-herrero",
        "policy-made-in-china-2025",
        "claim-C16",
        "scheme/tech-chip-design"
      })
  void jsonLdHasTheSameTriplesAsTurtle(String thing) throws Exception {
    Graph turtle = parsed(get("/data/" + thing + ".ttl"), Lang.TURTLE);
    Graph jsonLd = parsed(get("/data/" + thing + ".jsonld"), Lang.JSONLD11);
    assertThat(turtle.size()).isGreaterThan(5);
    assertThat(jsonLd.isIsomorphicWith(turtle)).isTrue();
  }

  /// Tests the schema.org description in a page. Its context would have to be fetched, so the test
  /// declares a vocabulary instead.
  @ParameterizedTest
  @ValueSource(strings = {"firm-huawei", "country-CHN", "person-alicia-garcia-herrero"})
  void pageContainsSchemaOrgJsonLd(String thing) throws Exception {
    String script =
        Jsoup.parse(get("/page/" + thing)).expectFirst("script[type=application/ld+json]").data();
    String known =
        script.replaceFirst(
            "\"@context\"\\s*:\\s*\"https://schema.org/?\"",
            "\"@context\":{\"@vocab\":\"https://schema.org/\"}");
    assertThat(known).as("the context was there").isNotEqualTo(script);
    Graph graph = parsed(known, Lang.JSONLD11);
    Node name = NodeFactory.createURI("https://schema.org/name");
    assertThat(graph.contains(iri(thing), name, Node.ANY)).as(script).isTrue();
  }

  @Test
  void rdflibParsesTheOntologyAndAThing() throws Exception {
    for (String path : new String[] {"/ontology", "/id/firm-huawei"}) {
      String said =
          rdflib("import rdflib, sys; print(len(rdflib.Graph().parse(sys.argv[1])))", path);
      int triples = parsed(get(path, "text/turtle"), Lang.TURTLE).size();
      assertThat(said).as(path).isEqualTo(String.valueOf(triples));
    }
  }

  /// mlcroissant is not among the packages of Debian. As JSON-LD the description has each file and
  /// field, fields lead to described files, and references to described fields.
  @Test
  void rdflibFindsFilesFieldsAndReferencesInCroissant() throws Exception {
    String path = "/catalogue/croissant.json";
    String program =
        """
        import rdflib, sys
        croissant = rdflib.Namespace("http://mlcommons.org/croissant/")
        graph = rdflib.Graph().parse(sys.argv[1], format="json-ld")
        files = set(graph.subjects(rdflib.RDF.type, croissant.FileObject))
        fields = set(graph.subjects(rdflib.RDF.type, croissant.Field))
        referenced = [field for node in graph.objects(None, croissant.references) for field in graph.objects(node, croissant.field)]
        sources = set(graph.objects(None, croissant.fileObject))
        print(len(files), len(fields), len(referenced), sources <= files, set(referenced) <= fields)
        """;
    JsonNode json = JsonMapper.shared().readTree(get(path));
    assertThat(json.get("recordSet").findValues("references")).isNotEmpty();
    assertThat(rdflib(program, path))
        .isEqualTo(
            "%d %d %d True True"
                .formatted(
                    json.get("distribution").size(),
                    json.get("recordSet").findValues("dataType").size(),
                    json.get("recordSet").findValues("references").size()));
  }

  /// Returns what a program in Python with rdflib prints about an address.
  private String rdflib(String program, String path) throws Exception {
    String python = "/usr/bin/python3";
    assumeTrue(
        new ProcessBuilder(python, "-c", "import rdflib").start().waitFor() == 0,
        "Debian's python3-rdflib is not installed");
    Process rdflib =
        new ProcessBuilder(python, "-c", program, project.uri(path).toString())
            .redirectErrorStream(true)
            .start();
    return new String(rdflib.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /// The library nanopub-java cannot be had everywhere, so rdflib reads each nanopublication, and
  /// the rules of the guidelines (nanopub.net, "Well-formed nanopublications") are held against
  /// that.
  @Test
  void rdflibFindsTheGraphsOfEachNanopublication() throws Exception {
    String program =
        """
        import json, rdflib, sys, urllib.request
        np = rdflib.Namespace("http://www.nanopub.org/nschema#")
        sound = 0
        for one in json.load(urllib.request.urlopen(sys.argv[1]))["nanopublications"]:
            graphs = {}
            dataset = rdflib.Dataset()
            dataset.parse(one["address"], format="trig")
            for s, p, o, graph in dataset.quads((None, None, None, None)):
                graphs.setdefault(graph, []).append((s, p, o))
            (head, this), = [(graph, s) for graph, all in graphs.items() for s, p, o in all if (p, o) == (rdflib.RDF.type, np.Nanopublication)]
            (assertion,), (provenance,), (info,) = ([o for s, p, o in graphs[head] if (s, p) == (this, np[term])] for term in ("hasAssertion", "hasProvenance", "hasPublicationInfo"))
            assert str(this) == one["id"]
            assert len({head, assertion, provenance, info}) == 4 and set(graphs) == {head, assertion, provenance, info}, one
            assert any(assertion in (s, o) for s, p, o in graphs[provenance]), one
            assert any(this in (s, o) for s, p, o in graphs[info]), one
            sound += 1
        print(sound)
        """;
    int all = JsonMapper.shared().readTree(get("/np")).get("nanopublications").size();
    assertThat(all).isPositive();
    assertThat(rdflib(program, "/np")).isEqualTo(String.valueOf(all));
  }

  @Test
  void owlApiParsesTheOntology() throws Exception {
    String rdfXml = get("/ontology.rdf");
    OWLOntology ontology =
        OWLManager.createOWLOntologyManager()
            .loadOntologyFromOntologyDocument(
                new ByteArrayInputStream(rdfXml.getBytes(StandardCharsets.UTF_8)));
    assertThat(ontology.getOntologyID().getOntologyIRI().get().toString())
        .isEqualTo("https://w3id.org/techrace/ontology");
    assertThat(ontology.classesInSignature()).hasSizeGreaterThanOrEqualTo(16);
    assertThat(new OWL2DLProfile().checkOntology(ontology).getViolations()).isEmpty();
  }

  private static Node iri(String thing) {
    return NodeFactory.createURI("https://w3id.org/techrace/id/" + thing);
  }

  private static Graph parsed(String text, Lang lang) {
    return RDFParser.fromString(text, lang).base("http://localhost/").toGraph();
  }

  private String get(String path) throws Exception {
    return get(path, "*/*");
  }

  private String get(String path, String accept) throws Exception {
    HttpResponse<String> response = project.get(path, accept);
    while (response.statusCode() == 303) {
      String location = response.headers().firstValue("Location").orElseThrow();
      response = project.get(location, accept);
    }
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response.body();
  }
}
