package org.techrace.scaffold;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Turtle;

/// The classes and properties that new tables need and the ontology lacks.
final class NewTerms {
  /// The symbol of a unit.
  static final String SYMBOL = "http://qudt.org/schema/qudt/symbol";

  /// The code of a unit in UCUM.
  static final String UCUM_CODE = "http://qudt.org/schema/qudt/ucumCode";

  /// @param plural the label for several things; the label if it has no other
  private record Term(String kind, String label, String plural, Optional<MeasuredUnit> unit) {}

  private final Map<String, Term> terms = new TreeMap<>();

  /// The kinds of terms of other vocabularies.
  private final Map<String, String> externals = new TreeMap<>();

  /// Declares a class.
  ///
  /// @param label the name of one of its things
  /// @param plural the name of several
  void type(String iri, String label, String plural) {
    terms.putIfAbsent(iri, new Term("Class", label, plural, Optional.empty()));
    if (!plural.equals(label)) {
      external(SKOS.altLabel.getURI(), "AnnotationProperty");
    }
  }

  /// Declares a property.
  ///
  /// @param unit the unit of its values, if they are measured
  void property(String iri, String label, boolean takesIris, Optional<MeasuredUnit> unit) {
    terms.putIfAbsent(
        iri, new Term(takesIris ? "ObjectProperty" : "DatatypeProperty", label, label, unit));
  }

  /// Declares a term of another vocabulary.
  void external(String iri, String kind) {
    externals.put(iri, kind);
  }

  /// Returns the unit of a property in Turtle, in the terms of QUDT.
  private static String unit(MeasuredUnit unit) {
    return " ;%n    <%s> %s%s"
        .formatted(
            SYMBOL,
            Turtle.quoted(unit.symbol()),
            unit.ucum()
                .map(code -> " ; <%s> %s".formatted(UCUM_CODE, Turtle.quoted(code)))
                .orElse(""));
  }

  private static String plural(Term term) {
    return term.plural.equals(term.label)
        ? ""
        : " ; <%s> %s"
            .formatted(SKOS.altLabel.getURI(), Turtle.quoted(HeaderWords.spaced(term.plural)));
  }

  /// Returns the declarations in Turtle, or empty if there are none.
  ///
  /// @param source the name of the folder of the source
  /// @param prefix the prefix of the ontology
  Optional<String> turtle(String source, Iris iris, String prefix) {
    if (terms.isEmpty() && externals.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder turtle =
        new StringBuilder(
            """
            # The terms that the tables in data/%1$s need. Give each a definition that says what it means.

            @prefix %2$s: <%3$s> .
            @prefix owl: <http://www.w3.org/2002/07/owl#> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            """
                .formatted(source, prefix, iris.ontology()));
    terms.forEach(
        (iri, term) ->
            turtle.append(
                "%n<%s> a owl:%s ; rdfs:isDefinedBy <%s> ;%n    rdfs:label %s%s%s .%n"
                    .formatted(
                        iri,
                        term.kind,
                        iris.ontologyDocument(),
                        Turtle.quoted(HeaderWords.spaced(term.label)),
                        plural(term),
                        term.unit.map(NewTerms::unit).orElse(""))));
    externals.forEach((iri, kind) -> turtle.append("%n<%s> a owl:%s .%n".formatted(iri, kind)));
    return Optional.of(turtle.toString());
  }
}
