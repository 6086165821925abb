package org.techrace.engine.output;

import java.util.List;
import org.apache.jena.graph.Node;

/// Makes RDF terms in the form a consumer wants: Jena nodes for a [StreamRDF], or the bytes of
/// N-Quads, for which no node is ever built. What it is given is already checked.
///
/// @param <T> the form of a term
public interface TermFactory<T> {
  /// Begins the labels of blank nodes that no data can name.
  char HIDDEN = '\0';

  T iri(String iri);

  /// Prepares to make IRIs of a template whose texts are valid in an absolute IRI; the values are
  /// made safe.
  ///
  /// @param texts one more than there are values
  /// @param asciiOnly whether letters outside ASCII are encoded too
  IriTemplate<T> iriTemplate(List<String> texts, boolean asciiOnly);

  /// Makes IRIs of values.
  interface IriTemplate<T> {
    T iri(String[] values);
  }

  T blankNode(String label);

  T literal(String text);

  T tagged(String text, String language);

  T typed(String text, String datatype);

  T constant(Node term);

  /// What stands in the place of a named graph for triples of the default graph.
  T defaultGraph();

  /// About how many bytes of the heap a term takes.
  int bytes(T term);

  /// A value by which terms can be looked up: equal for equal terms.
  Object key(T term);
}
