package org.techrace.entity;

import java.util.Optional;
import java.util.Set;
import org.apache.jena.vocabulary.XSD;

/// What stands at the end of a statement, ready to be shown.
public sealed interface Term {
  /// What a reader sees.
  String text();

  /// What tells it from others: the IRI of a thing, the text of a value.
  default String key() {
    return text();
  }

  /// What follows the base of the graph's IRIs, such as `id/x`; empty for values and for things
  /// that others have named.
  default String local() {
    return "";
  }

  /// The number that it is.
  default Optional<Double> number() {
    return Optional.empty();
  }

  /// A thing with an IRI.
  ///
  /// @param text its label in the graph, else the end of its IRI
  /// @param described whether a source says anything of it
  /// @param local what follows the base of the graph's IRIs; empty for things that others have
  ///   named
  record Link(String iri, String text, boolean described, String local) implements Term {
    /// The same under another name.
    public Link called(String other) {
      return new Link(iri, other, described, local);
    }

    @Override
    public String key() {
      return iri;
    }
  }

  /// A value.
  ///
  /// @param language the language tag, or empty
  /// @param datatype the datatype's IRI
  record Value(String text, String language, String datatype) implements Term {
    private static final Set<String> NUMBERS =
        Set.of(
            XSD.decimal.getURI(), XSD.integer.getURI(), XSD.xdouble.getURI(), XSD.xlong.getURI());

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

  /// A thing without a name.
  record Unnamed(String text) implements Term {}
}
