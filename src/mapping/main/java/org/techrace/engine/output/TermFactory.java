package org.techrace.engine.output;

import java.util.HexFormat;
import java.util.List;
import org.apache.jena.graph.Node;
import org.jspecify.annotations.Nullable;
import org.techrace.memory.Fingerprint;
import org.techrace.rdf.Characters;
import org.techrace.table.Row;

/// Creates RDF terms in the form that a consumer needs: Jena nodes for a [StreamRDF], or the bytes
/// of N-Quads, for which no node is created. The arguments have already been validated.
///
/// @param <T> the form of a term
public interface TermFactory<T> {
  /// The first character of labels of blank nodes that cannot come from data.
  char HIDDEN = '\0';

  T iri(String iri);

  /// Prepares the IRIs of a template whose texts are valid in an absolute IRI. Values are
  /// percent-encoded where necessary.
  ///
  /// @param texts the texts between the values: one more than there are values
  /// @param asciiOnly true to encode letters outside ASCII too
  IriTemplate<T> iriTemplate(List<String> texts, boolean asciiOnly);

  /// Creates IRIs from values.
  interface IriTemplate<T> {
    /// Returns the IRI, or null if a value has to be checked first because it is not plain text
    /// ([Characters#isPlain]).
    @Nullable T iri(String[] values);

    /// Appends an IRI of a row to a line of N-Quads. A template whose terms have another form
    /// appends nothing.
    ///
    /// @param slots the reference of each value
    /// @param index the index of the value of the only reference, or 0 if there are several
    default LineBuffer.Appended append(Row row, int[] slots, int index, LineBuffer to) {
      return LineBuffer.Appended.NOT_PLAIN;
    }
  }

  T blankNode(String label);

  T literal(String text);

  T tagged(String text, String language);

  T typed(String text, String datatype);

  T constant(Node term);

  /// Creates a triple term (RDF 1.2).
  T tripleTerm(T subject, T predicate, T object);

  /// Creates the blank node that represents a triple as a subject. The same triple term gives the
  /// same blank node, and no other term does.
  T reifier(T tripleTerm);

  /// Returns the label of the reifier of a triple term.
  ///
  /// @param tripleTerm the term in N-Quads
  static String reifierLabel(byte[] tripleTerm) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(tripleTerm);
    HexFormat hex = HexFormat.of();
    return HIDDEN + "r" + hex.toHexDigits(fingerprint.high()) + hex.toHexDigits(fingerprint.low());
  }

  /// Returns the marker for the default graph.
  T defaultGraph();

  /// Returns a term as bytes of N-Quads, or null if terms have another form.
  default byte @Nullable [] inNQuads(T term) {
    return null;
  }

  /// Estimates the memory of a term in bytes.
  int bytes(T term);

  /// Returns a lookup key, equal for equal terms.
  Object key(T term);
}
