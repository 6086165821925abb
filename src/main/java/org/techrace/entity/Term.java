package org.techrace.entity;

/// What stands at the end of a statement, ready to be shown.
public sealed interface Term {
  /// What a reader sees.
  String text();

  /// A thing with an IRI.
  ///
  /// @param text its label in the graph, else the end of its IRI
  record Link(String iri, String text) implements Term {}

  /// A value.
  ///
  /// @param language the language tag, or empty
  /// @param datatype the datatype's IRI
  record Value(String text, String language, String datatype) implements Term {}

  /// A thing without a name.
  record Unnamed(String text) implements Term {}
}
