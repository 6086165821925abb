package org.techrace.mapping;

import java.util.stream.Stream;
import org.techrace.rdf.SafeIris;
import org.techrace.report.Report;

/// Warns about templates for IRIs that begin without a scheme in a triples map without a base IRI.
/// They are valid, because the base IRI of the run is prepended, but rarely intended.
final class RelativeTemplates {
  private RelativeTemplates() {}

  static void warn(TriplesMap map, Report report) {
    if (map.base().isPresent()) {
      return;
    }
    Stream<TermMap> parts =
        map.predicateObjects().stream()
            .flatMap(
                part ->
                    Stream.concat(
                        Stream.concat(part.predicates().stream(), part.graphs().stream()),
                        part.objects().stream()
                            .filter(TermMap.class::isInstance)
                            .map(TermMap.class::cast)));
    Stream.concat(
            Stream.concat(Stream.of(map.subject().term()), map.subject().graphs().stream()), parts)
        .forEach(term -> warn(term, report));
  }

  private static void warn(TermMap term, Report report) {
    boolean iri =
        switch (term.type()) {
          case IRI, URI, UNSAFE_IRI, UNSAFE_URI -> true;
          case BLANK_NODE, LITERAL, TRIPLE_TERM -> false;
        };
    if (iri
        && term.expression() instanceof Expression.Template template
        && !template.texts().getFirst().isEmpty()
        && !SafeIris.isAbsolute(template.texts().getFirst())) {
      report.warn(
          term.at(),
          "the template \"%s\" generates relative IRIs, which get the base IRI of the run as prefix; begin it"
                  .formatted(template.template())
              + " with a scheme (in CSVW, state a propertyUrl, aboutUrl or valueUrl that does), or"
              + " add rml:baseIRI to the triples map");
    }
  }
}
