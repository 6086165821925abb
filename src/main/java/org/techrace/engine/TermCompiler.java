package org.techrace.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.apache.jena.graph.Node;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.mapping.Expression;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TermType;
import org.techrace.rdf.LanguageTags;
import org.techrace.rdf.LexicalForms;
import org.techrace.rdf.SafeIris;
import org.techrace.table.Value;

/// Compiles the term maps of one triples map.
///
/// @param <T> the form of a term
final class TermCompiler<T> {
  private static final String DEFAULT_GRAPH = "http://w3id.org/rml/defaultGraph";

  private final Terms<T> terms;
  private final String base;

  /// @param base what relative IRIs are appended to
  TermCompiler(Terms<T> terms, String base) {
    this.terms = terms;
    this.base = base;
  }

  TermMaker<T> compile(TermMap map, References references) {
    if (map.expression() instanceof Expression.Constant(Node term)) {
      List<T> constant = List.of(constant(term));
      return (_, _) -> constant;
    }
    if (map.expression() instanceof Expression.Fresh) {
      AtomicLong count = new AtomicLong();
      String prefix = "row" + Integer.toHexString(map.at().hashCode()) + "-";
      return (_, _) -> List.of(terms.blankNode(prefix + count.incrementAndGet()));
    }
    Values values = Values.compile(map.expression(), references, escape(map.type()));
    if (map.type() == TermType.LITERAL) {
      return literal(map, values, references);
    }
    return (row, faults) -> {
      List<Value> found = values.of(row);
      if (found.size() == 1) {
        T term = resource(map, found.getFirst().text(), faults);
        return term == null ? List.of() : List.of(term);
      }
      List<T> made = new ArrayList<>(found.size());
      for (Value value : found) {
        T term = resource(map, value.text(), faults);
        if (term != null) {
          made.add(term);
        }
      }
      return made;
    };
  }

  private T constant(Node term) {
    return term.isURI() && term.getURI().equals(DEFAULT_GRAPH)
        ? terms.defaultGraph()
        : terms.constant(term);
  }

  private static UnaryOperator<String> escape(TermType type) {
    return switch (type) {
      case IRI -> SafeIris::safe;
      case URI -> SafeIris::asciiSafe;
      case UNSAFE_IRI, UNSAFE_URI, BLANK_NODE, LITERAL -> UnaryOperator.identity();
    };
  }

  /// An IRI or blank node, or null if the value makes none.
  private @Nullable T resource(TermMap map, String value, RowFaults faults) {
    if (map.type() == TermType.BLANK_NODE) {
      return terms.blankNode(value);
    }
    String iri = SafeIris.isAbsolute(value) ? value : base + value;
    String fault = SafeIris.fault(iri);
    if (fault != null) {
      faults.add(
          map.at(),
          "%s'%s' is not an IRI: %s; correct the value, or make it safe with a template"
              .formatted(origin(map), value, fault));
      return null;
    }
    return terms.iri(iri);
  }

  private TermMaker<T> literal(TermMap map, Values values, References references) {
    if (map.language().isPresent()) {
      Values tags = Values.compile(map.language().get(), references, UnaryOperator.identity());
      return (row, faults) ->
          each(values.of(row), tags.of(row), (v, tag) -> tagged(map, v, tag, faults));
    }
    if (map.datatype().isPresent()) {
      Values types = Values.compile(map.datatype().get(), references, SafeIris::safe);
      return (row, faults) ->
          each(values.of(row), types.of(row), (v, type) -> typed(map, v, type, faults));
    }
    return (row, _) -> {
      List<Value> found = values.of(row);
      return found.size() == 1
          ? List.of(natural(found.getFirst()))
          : found.stream().map(this::natural).toList();
    };
  }

  /// Makes a literal of a value and its language or datatype; null if it cannot.
  private interface Pairing<T> {
    @Nullable T make(Value value, String other);
  }

  private static <T> List<T> each(List<Value> values, List<Value> others, Pairing<T> pairing) {
    List<T> made = new ArrayList<>(values.size());
    for (Value value : values) {
      for (Value other : others) {
        T term = pairing.make(value, other.text());
        if (term != null) {
          made.add(term);
        }
      }
    }
    return made;
  }

  private @Nullable T tagged(TermMap map, Value value, String tag, RowFaults faults) {
    if (!LanguageTags.isValid(tag)) {
      faults.add(
          map.at(),
          "%s'%s' is not a language tag; expected one such as 'en'".formatted(origin(map), tag));
      return null;
    }
    return terms.tagged(value.text(), tag);
  }

  private @Nullable T typed(TermMap map, Value value, String datatype, RowFaults faults) {
    String iri = SafeIris.isAbsolute(datatype) ? datatype : base + datatype;
    String fault = SafeIris.fault(iri);
    if (fault != null) {
      faults.add(
          map.at(),
          "%sthe datatype '%s' is not an IRI: %s".formatted(origin(map), datatype, fault));
      return null;
    }
    if (!LexicalForms.isValid(value.text(), iri)) {
      faults.add(
          map.at(),
          "%s'%s' is not a valid %s%s"
              .formatted(
                  origin(map),
                  value.text(),
                  iri.replace(XSD.getURI(), "xsd:"),
                  LexicalForms.example(iri).map("; expected such as %s"::formatted).orElse("")));
      return null;
    }
    return iri.equals(XSD.xstring.getURI())
        ? terms.literal(value.text())
        : terms.typed(value.text(), iri);
  }

  /// The column a value came from, to begin a message with; empty if it came from several.
  private static String origin(TermMap map) {
    return map.expression() instanceof Expression.Reference(String reference)
        ? "column '%s': ".formatted(reference)
        : "";
  }

  private T natural(Value value) {
    Optional<String> datatype = NaturalDatatypes.of(value.kind());
    return datatype.isEmpty()
        ? terms.literal(value.text())
        : terms.typed(NaturalDatatypes.canonical(value), datatype.get());
  }
}
