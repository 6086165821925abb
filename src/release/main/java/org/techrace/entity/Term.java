package org.techrace.entity;

import java.util.Optional;
import java.util.Set;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.XSD;

/// A term of a statement or a solution, ready to be shown.
public sealed interface Term {
  /// Returns the text to show.
  String text();

  /// Returns the text that identifies the term: the IRI of a thing, the text of a value.
  default String key() {
    return text();
  }

  /// Returns the part of the IRI after the base of the graph, such as `id/x`; empty for values and
  /// for IRIs of other publishers.
  default String local() {
    return "";
  }

  /// Returns the term's number, if it is a number.
  default Optional<Double> number() {
    return Optional.empty();
  }

  /// Returns the language tag of a literal; empty for one without a language and for things.
  default String tag() {
    return "";
  }

  /// Returns the term of the graph; empty for blank nodes and triple terms.
  default Optional<Node> node() {
    return Optional.empty();
  }

  /// A thing with an IRI.
  ///
  /// @param iri its IRI
  /// @param text its label, or a name derived from its IRI
  /// @param described true if a source has statements about it
  /// @param local the part of the IRI after the base of the graph; empty for IRIs of other
  ///   publishers
  /// @param language the language tag of the label; empty if it is unknown
  record Link(String iri, String text, boolean described, String local, String language)
      implements Term {
    /// A thing with a text of an unknown language.
    public Link(String iri, String text, boolean described, String local) {
      this(iri, text, described, local, "");
    }

    /// Returns a copy with another text.
    public Link called(String other) {
      return other.equals(text) ? this : new Link(iri, other, described, local);
    }

    /// Returns a copy with another text in a language.
    public Link called(String other, String in) {
      return new Link(iri, other, described, local, in);
    }

    @Override
    public String key() {
      return iri;
    }

    @Override
    public Optional<Node> node() {
      return Optional.of(NodeFactory.createURI(iri));
    }
  }

  /// A literal.
  ///
  /// @param text its lexical form
  /// @param language the language tag, or empty
  /// @param datatype the datatype's IRI
  record Value(String text, String language, String datatype) implements Term {
    private static final Set<String> NUMBERS =
        Set.of(
            XSD.decimal.getURI(), XSD.integer.getURI(), XSD.xdouble.getURI(), XSD.xlong.getURI());

    @Override
    public String tag() {
      return language;
    }

    @Override
    public Optional<Node> node() {
      return Optional.of(
          language.isEmpty()
              ? NodeFactory.createLiteralDT(
                  text, TypeMapper.getInstance().getSafeTypeByName(datatype))
              : NodeFactory.createLiteralLang(text, language));
    }

    @Override
    public Optional<Double> number() {
      try {
        return NUMBERS.contains(datatype)
            ? Optional.of(Double.valueOf(text)).filter(Double::isFinite)
            : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  /// A triple term (RDF 1.2).
  record Triple(Term subject, Term predicate, Term object) implements Term {
    @Override
    public String text() {
      return "%s – %s – %s".formatted(subject.text(), predicate.text(), object.text());
    }
  }

  /// A blank node.
  record Unnamed(String text) implements Term {}
}
