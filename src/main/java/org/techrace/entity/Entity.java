package org.techrace.entity;

import java.util.List;

/// A thing and all that the graph says of it.
///
/// @param iri what it is called
/// @param name its best label
/// @param labels its labels in all languages
/// @param types its classes
/// @param groups what is said of it, by the group of the property, then by property
/// @param incoming what points to it, by property: the terms are the subjects
public record Entity(
    String iri,
    String name,
    List<Label> labels,
    List<Term.Link> types,
    List<Group> groups,
    List<Property> incoming) {

  /// A label.
  ///
  /// @param language the language tag, or empty
  /// @param preferred whether it is a main label, not an alternative one
  public record Label(String text, String language, boolean preferred) {}

  /// The properties that belong together.
  ///
  /// @param title empty for those that belong to no group
  public record Group(String title, List<Property> properties) {}

  /// The statements that share a property.
  ///
  /// @param count how many there are
  /// @param statements the first of them
  public record Property(Term.Link property, int count, List<Statements> statements) {
    /// The terms of the statements that are told.
    public List<Term> terms() {
      return statements.stream().flatMap(s -> s.terms().stream()).toList();
    }
  }

  /// The statements of a property that have the same evidence.
  ///
  /// @param terms their objects; of incoming ones their subjects
  /// @param evidence who says so, a source at a time
  public record Statements(List<Term> terms, List<Evidence> evidence) {}

  /// What a source says of a statement.
  ///
  /// @param source its named graph
  /// @param date when the source was issued, or empty
  /// @param places where it is written: passages and documents, if known
  /// @param hedges how firmly it is said, if that is known
  public record Evidence(Term.Link source, String date, List<Term> places, List<String> hedges) {}
}
