package org.techrace.entity;

import java.util.List;

/// A thing and all that the graph says of it.
///
/// @param iri what it is called
/// @param name its best label
/// @param labels its labels in all languages
/// @param types its classes
/// @param statements what is said of it, by property
/// @param incoming what points to it, by property: the terms are the subjects
public record Entity(
    String iri,
    String name,
    List<Label> labels,
    List<Term.Link> types,
    List<Property> statements,
    List<Property> incoming) {

  /// A label.
  ///
  /// @param language the language tag, or empty
  /// @param preferred whether it is a main label, not an alternative one
  public record Label(String text, String language, boolean preferred) {}

  /// The statements that share a property.
  public record Property(Term.Link property, List<Statement> statements) {}

  /// One statement.
  ///
  /// @param term its object; of an incoming one its subject
  /// @param graphs the sources that say it: their named graphs
  /// @param passages where it is written, if known
  public record Statement(Term term, List<Term.Link> graphs, List<Term.Link> passages) {}
}
