package org.techrace.mapping.syntax;

import java.util.Locale;
import java.util.Optional;
import org.techrace.report.Report;

/// The notations of mappings, which the name of a file indicates.
public enum Notation {
  TURTLE("Turtle"),
  YARRRML("YAML"),
  JSON_LD("JSON-LD"),
  /// The metadata of CSV on the Web: a description of tables, which implies a mapping.
  CSVW("CSVW metadata");

  private final String syntax;

  Notation(String syntax) {
    this.syntax = syntax;
  }

  /// Returns the name of the syntax, for messages.
  public String syntax() {
    return syntax;
  }

  /// Returns the notation that a file name indicates; Turtle, unless the name says otherwise.
  public static Notation of(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".yml") || name.endsWith(".yaml") || name.endsWith(".yarrrml")) {
      return YARRRML;
    }
    if (name.endsWith("-metadata.json") || name.endsWith("csvw.json")) {
      return CSVW;
    }
    return name.endsWith(".jsonld") || name.endsWith(".json") ? JSON_LD : TURTLE;
  }

  /// Translates a document to RML in Turtle. Reports errors, and then returns empty.
  ///
  /// @param text the document
  /// @param name the name of the file in findings
  public Optional<Translation> translate(String text, String name, Report report) {
    return switch (this) {
      case TURTLE -> throw new IllegalStateException("Turtle needs no translation");
      case YARRRML -> Yarrrml.translate(text, name, report);
      case JSON_LD -> JsonLdMapping.translate(text, name, report);
      case CSVW -> CsvwMetadata.translate(text, name, report);
    };
  }
}
