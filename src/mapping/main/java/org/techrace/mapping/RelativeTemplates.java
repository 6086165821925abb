package org.techrace.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.techrace.rdf.SafeIris;
import org.techrace.report.Report;

/// Warns about templates for IRIs that begin without a scheme in triples maps without a base IRI.
/// They are valid, because the base IRI of the run is prepended, but rarely intended. A template
/// that begins with the name of its table and `#` is: it is the default of CSVW.
final class RelativeTemplates {
  private RelativeTemplates() {}

  /// Warns once for all triples maps of a document.
  static void warn(List<TriplesMap> maps, Report report) {
    List<TermMap> found = new ArrayList<>();
    for (TriplesMap map : maps) {
      if (map.base().isEmpty()) {
        terms(map).filter(term -> isRelative(term, defaultStart(map))).forEach(found::add);
      }
    }
    List<String> templates =
        found.stream()
            .map(term -> ((Expression.Template) term.expression()).template())
            .distinct()
            .toList();
    if (!templates.isEmpty()) {
      report.warn(
          found.getFirst().at(),
          "the template \"%s\"%s generates relative IRIs, which get the base IRI of the run as prefix; begin it"
                  .formatted(
                      templates.getFirst(),
                      templates.size() == 1
                          ? ""
                          : " (as %,d others do)".formatted(templates.size() - 1))
              + " with a scheme (in CSVW, state a propertyUrl, aboutUrl or valueUrl that does), or"
              + " add rml:baseIRI to the triples map");
    }
  }

  private static Stream<TermMap> terms(TriplesMap map) {
    return Stream.concat(
        Stream.concat(Stream.of(map.subject().term()), map.subject().graphs().stream()),
        map.predicateObjects().stream()
            .flatMap(
                part ->
                    Stream.concat(
                        Stream.concat(part.predicates().stream(), part.graphs().stream()),
                        part.objects().stream()
                            .filter(TermMap.class::isInstance)
                            .map(TermMap.class::cast))));
  }

  /// Returns the start of the IRIs that CSVW gives the properties of a table; empty if it has none.
  private static String defaultStart(TriplesMap map) {
    return map.source() instanceof LogicalSource source
            && source.source() instanceof LogicalSource.File file
        ? file.name() + "#"
        : "";
  }

  private static boolean isRelative(TermMap term, String defaultStart) {
    boolean iri =
        switch (term.type()) {
          case IRI, URI, UNSAFE_IRI, UNSAFE_URI -> true;
          case BLANK_NODE, LITERAL, TRIPLE_TERM -> false;
        };
    if (!iri || !(term.expression() instanceof Expression.Template template)) {
      return false;
    }
    String start = template.texts().getFirst();
    return !start.isEmpty()
        && !SafeIris.isAbsolute(start)
        && (defaultStart.isEmpty() || !start.startsWith(defaultStart));
  }
}
