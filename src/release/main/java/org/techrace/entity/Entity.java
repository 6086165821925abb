package org.techrace.entity;

import java.util.List;

/// An entity with all its statements, ready to be shown.
///
/// @param iri its IRI
/// @param name its best label
/// @param labels its labels in all languages
/// @param types its classes
/// @param groups its statements, by the group of the property, then by property
/// @param incoming the statements whose object it is, by property: the terms are the subjects
public record Entity(
    String iri,
    String name,
    List<Label> labels,
    List<Term.Link> types,
    List<Group> groups,
    List<Property> incoming) {

  /// Returns the language of its name; empty if it is unknown.
  public String languageOfName() {
    return labels.stream()
        .filter(label -> label.text().equals(name))
        .map(Label::language)
        .findFirst()
        .orElse("");
  }

  /// A label of an entity.
  ///
  /// @param text the label
  /// @param language the language tag, or empty
  /// @param preferred true for a main label, false for an alternative one
  public record Label(String text, String language, boolean preferred) {}

  /// Properties that are shown under one heading.
  ///
  /// @param title the heading; empty for properties without a group
  /// @param properties the properties, with their statements
  public record Group(String title, List<Property> properties) {}

  /// The statements of one property.
  ///
  /// @param property the property with its label
  /// @param count the number of statements in the release
  /// @param statements the first of them
  public record Property(Term.Link property, long count, List<Statements> statements) {
    /// Returns the terms of the statements that are shown.
    public List<Term> terms() {
      return statements.stream().flatMap(s -> s.terms().stream()).toList();
    }
  }

  /// Statements of one property that share the same evidence.
  ///
  /// @param terms the objects; for incoming statements the subjects
  /// @param evidence the sources that state them
  public record Statements(List<Term> terms, List<Evidence> evidence) {}

  /// The evidence of a statement in one source.
  ///
  /// @param source the source's named graph
  /// @param date the date when the source was issued, or empty
  /// @param places the passages and documents that contain it, if known
  /// @param hedges how certain the source is, if known
  public record Evidence(Term.Link source, String date, List<Term> places, List<String> hedges) {}
}
