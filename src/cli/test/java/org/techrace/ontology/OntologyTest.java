package org.techrace.ontology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.Property;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.rdf.model.ResourceFactory;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.vocabulary.SHACLM;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.junit.jupiter.api.Test;

/// The ontology is small, every term of it is explained, and mappings and shapes use no other.
final class OntologyTest {
  private static final String TR = "https://w3id.org/techrace/ontology#";
  private static final List<Resource> PROPERTIES =
      List.of(OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty);

  /// The languages of the pages of this project.
  private static final List<String> LANGUAGES = List.of("en", "zh-Hans", "de");

  private final Model own = RDFDataMgr.loadModel("ontology/techrace.ttl");
  private final Model declared = RDFDataMgr.loadModel("ontology/external.ttl").add(own);

  /// Each further class and property must be worth its place.
  @Test
  void theOntologyIsSmall() {
    assertThat(classes()).hasSizeLessThanOrEqualTo(24);
    assertThat(properties()).hasSizeLessThanOrEqualTo(70);
  }

  @Test
  void everyTermHasALabelAndADefinition() {
    List<String> missing = new ArrayList<>();
    for (Resource term : terms()) {
      for (Property property : List.of(RDFS.label, SKOS.definition)) {
        for (String language : LANGUAGES) {
          if (term.listProperties(property, language).toList().size() != 1) {
            missing.add(
                term.getLocalName()
                    + " has not one "
                    + property.getLocalName()
                    + " in "
                    + language);
          }
        }
      }
      if (!term.hasProperty(RDFS.isDefinedBy)) {
        missing.add(term.getLocalName() + " does not say what defines it");
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyPropertyHasADomainAndARange() {
    List<String> missing = new ArrayList<>();
    for (Resource property : properties()) {
      for (Property end : List.of(RDFS.domain, RDFS.range)) {
        if (property.listProperties(end).toList().size() != 1) {
          missing.add(property.getLocalName() + " has not one " + end.getLocalName());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  /// Otherwise the property would have no column in lists and be last on the page of a thing. Two
  /// kinds of values are excluded: the number of rows of a source, and the chart of a question.
  @Test
  void everyPropertyHasItsPlaceOnPages() {
    Model groups = RDFDataMgr.loadModel("ontology/groups.ttl");
    assertThat(properties())
        .filteredOn(property -> !groups.contains(property, SHACLM.group))
        .extracting(Resource::getLocalName)
        .isEmpty();
  }

  @Test
  void mappingsUseDeclaredTermsOnly() throws IOException {
    Property predicate = rml("predicate");
    Property type = rml("class");
    Set<String> unknown = new TreeSet<>();
    List<Path> mappings = files("data", "mapping.ttl");
    assertThat(mappings).isNotEmpty();
    for (Path file : mappings) {
      Model mapping = RDFDataMgr.loadModel(file.toString());
      mapping.listObjectsOfProperty(predicate).forEach(term -> require(term, file, unknown));
      mapping.listObjectsOfProperty(type).forEach(term -> require(term, file, unknown));
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void descriptionsOfSourcesUseDeclaredTermsOnly() throws IOException {
    Set<String> unknown = new TreeSet<>();
    for (Path file : files("data", "source.ttl")) {
      Model source = RDFDataMgr.loadModel(file.toString());
      source.listStatements().forEach(triple -> require(triple.getPredicate(), file, unknown));
      source.listObjectsOfProperty(RDF.type).forEach(term -> require(term, file, unknown));
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void shapesSpeakOfDeclaredTermsOnly() throws IOException {
    Set<String> unknown = new TreeSet<>();
    for (Path file : files("ontology/shapes", ".ttl")) {
      Model shapes = RDFDataMgr.loadModel(file.toString());
      for (Property property :
          List.of(SHACLM.path, SHACLM.targetClass, SHACLM.class_, SHACLM.targetSubjectsOf)) {
        shapes.listObjectsOfProperty(property).forEach(term -> require(term, file, unknown));
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyOwnClassHasAShape() throws IOException {
    Set<Resource> targets = new HashSet<>();
    for (Path file : files("ontology/shapes", ".ttl")) {
      RDFDataMgr.loadModel(file.toString())
          .listObjectsOfProperty(SHACLM.targetClass)
          .forEach(target -> targets.add(target.asResource()));
    }
    assertThat(classes())
        .allMatch(
            type ->
                targets.contains(type)
                    || type.listProperties(RDFS.subClassOf).toList().stream()
                        .anyMatch(above -> targets.contains(above.getResource())));
  }

  @Test
  void everyConceptOfACodeListIsDefined() throws IOException {
    for (Path file : files("ontology/schemes", ".ttl")) {
      assertThat(RDFDataMgr.loadModel(file.toString()).listSubjectsWithProperty(SKOS.inScheme))
          .toIterable()
          .allMatch(
              concept ->
                  LANGUAGES.stream()
                      .allMatch(
                          language ->
                              concept.listProperties(SKOS.definition, language).toList().size()
                                  == 1),
              "has a definition in each language");
    }
  }

  private void require(RDFNode term, Path file, Set<String> unknown) {
    boolean known =
        !term.isURIResource()
            || term.asResource().getNameSpace().equals(RDF.getURI())
            || term.asResource().getNameSpace().equals(RDFS.getURI())
            || term.asResource().getNameSpace().equals(OWL.getURI())
            || declared.contains(term.asResource(), RDF.type);
    if (!known) {
      unknown.add(term + " in " + file);
    }
  }

  private List<Resource> terms() {
    return Stream.concat(classes().stream(), properties().stream()).toList();
  }

  private List<Resource> classes() {
    return ofType(OWL.Class);
  }

  private List<Resource> properties() {
    return PROPERTIES.stream().flatMap(type -> ofType(type).stream()).toList();
  }

  private List<Resource> ofType(Resource type) {
    return own.listSubjectsWithProperty(RDF.type, type)
        .filterKeep(term -> term.getURI().startsWith(TR))
        .toList();
  }

  private static Property rml(String name) {
    return ResourceFactory.createProperty("http://w3id.org/rml/" + name);
  }

  private static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    }
  }
}
