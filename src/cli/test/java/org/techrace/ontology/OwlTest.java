package org.techrace.ontology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Property;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.riot.system.StreamRDFWrapper;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semanticweb.HermiT.ReasonerFactory;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.reasoner.OWLReasoner;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import org.techrace.release.Releases;

/// The ontology, alone and with the whole graph of a release, as other people's tools read it: the
/// OWL API, HermiT and ROBOT.
@UsesServedProject
@Tag("long")
final class OwlTest {
  private static final int OBSERVATIONS_OF_A_DATA_SET = 20;

  @TempDir private static Path folder;
  private static Path ontology;
  private static Path graph;

  /// Writes both as RDF/XML, which all of these tools read.
  @BeforeAll
  static void write(ServedProject project) throws Exception {
    Model terms = ModelFactory.createDefaultModel();
    for (String file : List.of("techrace", "external")) {
      RDFDataMgr.read(terms, "ontology/" + file + ".ttl");
    }
    ontology = write(terms, "ontology.rdf");
    graph = write(release(project), "graph.rdf");
  }

  @Test
  void theOntologyIsInOwl2Dl() throws Exception {
    assertThat(new OWL2DLProfile().checkOntology(load(ontology)).getViolations()).isEmpty();
  }

  @Test
  void ontologyAndGraphAreInOwl2Dl() throws Exception {
    assertThat(new OWL2DLProfile().checkOntology(load(graph)).getViolations()).isEmpty();
  }

  /// Dates are annotations because OWL 2 DL has no xsd:date: were one a data property, we would
  /// hear.
  @Test
  void theProfileCheckKnowsADateFromADataValue() throws Exception {
    Model model = RDFDataMgr.loadModel("ontology/techrace.ttl");
    RDFParser.fromString(
            """
            @prefix tr: <https://w3id.org/techrace/ontology#> .
            @prefix owl: <http://www.w3.org/2002/07/owl#> .
            @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            tr:day a owl:DatatypeProperty ; rdfs:range xsd:date .
            tr:x a owl:NamedIndividual ; tr:day "2023-01-01"^^xsd:date .
            """,
            Lang.TURTLE)
        .parse(model);
    assertThat(new OWL2DLProfile().checkOntology(load(write(model, "date.rdf"))).getViolations())
        .anyMatch(violation -> violation.toString().contains("undeclared datatype: xsd:date"));
  }

  @Test
  void ontologyAndGraphAreConsistent() throws Exception {
    OWLReasoner reasoner = new ReasonerFactory().createReasoner(load(graph));
    assertThat(reasoner.isConsistent()).isTrue();
    assertThat(reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()).isEmpty();
  }

  /// The ontology detects contradictions: a statement about a speaker is inconsistent for a policy.
  @Test
  void aPolicyCannotSpeak() throws Exception {
    Model model = RDFDataMgr.loadModel("ontology/techrace.ttl");
    RDFDataMgr.read(model, "ontology/external.ttl");
    RDFParser.fromString(
            """
            @prefix tr: <https://w3id.org/techrace/ontology#> .
            tr:x a tr:Claim ; tr:speaker tr:y .
            tr:y a tr:Policy .
            """,
            Lang.TURTLE)
        .parse(model);
    OWLOntology wrong = load(write(model, "wrong.rdf"));
    assertThat(new ReasonerFactory().createReasoner(wrong).isConsistent()).isFalse();
  }

  @Test
  void robotFindsNoErrorInTheOntology() throws Exception {
    String profile = "src/cli/test/resources/robot/ontology-profile.tsv";
    assertThat(Robot.errors(ontology, folder, "--profile", profile)).isEmpty();
  }

  /// All rules of ROBOT with severity ERROR except two, which are conventions of one community: no
  /// label in a second language (`multiple_labels`), and no two things with one label
  /// (`duplicate_label`), such as a technology on two lists. The shapes and checks have the rules
  /// of this project for labels.
  @Test
  void robotFindsNoErrorInTheGraph() throws Exception {
    String profile = "src/cli/test/resources/robot/graph-profile.tsv";
    assertThat(Robot.errors(graph, folder, "--profile", profile)).isEmpty();
  }

  private static OWLOntology load(Path file) throws Exception {
    return OWLManager.createOWLOntologyManager()
        .loadOntologyFromOntologyDocument(IRI.create(file.toUri()));
  }

  private static Path write(Model model, String name) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      RDFDataMgr.write(out, model, Lang.RDFXML);
    }
    return file;
  }

  /// The triples of a release of this project, its description among them. Of the observations of a
  /// data set, which are alike, the first few are kept: a reasoner compares all with all.
  private static Model release(ServedProject project) throws IOException {
    Releases releases = new Releases(project.folder().path());
    Path release = releases.folder(releases.current().orElseThrow());
    Model model = ModelFactory.createDefaultModel();
    RDFDataMgr.read(model, release.resolve("release.ttl").toString());
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(release.resolve("data.nq.gz")))) {
      RDFParser.source(in)
          .lang(Lang.NQUADS)
          .parse(
              new StreamRDFWrapper(StreamRDFLib.graph(model.getGraph())) {
                @Override
                public void quad(Quad quad) {
                  triple(quad.asTriple());
                }
              });
    }
    thinOut(model);
    return model;
  }

  private static void thinOut(Model model) {
    Property dataSet = model.createProperty("http://purl.org/linked-data/cube#dataSet");
    for (RDFNode set : model.listObjectsOfProperty(dataSet).toList()) {
      List<Resource> observations = model.listSubjectsWithProperty(dataSet, set).toList();
      observations.sort(Comparator.comparing(Resource::getURI));
      observations.stream().skip(OBSERVATIONS_OF_A_DATA_SET).forEach(Resource::removeProperties);
    }
  }
}
