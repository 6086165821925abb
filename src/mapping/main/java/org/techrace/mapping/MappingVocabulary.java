package org.techrace.mapping;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.rdf.Iris;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// The classes and properties of an ontology. Those of RDF, RDFS and OWL are always allowed.
///
/// @param terms the IRIs of the classes and properties
public record MappingVocabulary(Set<String> terms) {
  public MappingVocabulary {
    terms = Set.copyOf(terms);
  }

  /// Warns about each class and property in a mapping that is missing from the ontology.
  public void check(Mapping mapping, Report report) {
    for (TriplesMap map : mapping.triplesMaps()) {
      TermMap subject = map.subject().term();
      map.subject().classes().forEach(iri -> check("class", iri, subject.at(), report));
      for (TriplesMap.PredicateObjectMap part : map.predicateObjects()) {
        part.predicates()
            .forEach(p -> constant(p).forEach(iri -> check("property", iri, p.at(), report)));
        if (part.predicates().stream()
            .flatMap(MappingVocabulary::constant)
            .anyMatch(RDF.type.getURI()::equals)) {
          part.objects().stream()
              .filter(TermMap.class::isInstance)
              .map(TermMap.class::cast)
              .forEach(o -> constant(o).forEach(iri -> check("class", iri, o.at(), report)));
        }
      }
    }
  }

  private static Stream<String> constant(TermMap map) {
    return map.expression() instanceof Expression.Constant(var term) && term.isURI()
        ? Stream.of(term.getURI())
        : Stream.of();
  }

  private void check(String kind, String iri, Place place, Report report) {
    if (terms.contains(iri) || Stream.of(RDF.uri, RDFS.uri, OWL.NS).anyMatch(iri::startsWith)) {
      return;
    }
    String namespace = Iris.namespace(iri);
    Optional<String> near =
        Nearest.of(
            Iris.localName(iri),
            terms.stream()
                .filter(term -> Iris.namespace(term).equals(namespace))
                .map(Iris::localName)
                .toList());
    report.warn(
        place,
        "the ontology has no %s <%s>; %s"
            .formatted(
                kind,
                iri,
                near.map(name -> "did you mean <%s%s>?".formatted(namespace, name))
                    .orElse("correct it, or add it to the ontology")));
  }
}
