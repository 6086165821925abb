package org.techrace.mapping;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.techrace.access.ReadableFile;
import org.techrace.mapping.syntax.Notation;
import org.techrace.mapping.syntax.Translation;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// The text of a mapping in Turtle.
///
/// @param notation the notation of the file
/// @param turtle the text, translated if the file is in another notation
/// @param translation the translation; empty if the file is in Turtle
public record MappingDocument(Notation notation, String turtle, Optional<Translation> translation) {

  /// Reads a file. Reports errors, and then returns empty.
  ///
  /// @throws IOException if the file cannot be read
  public static Optional<MappingDocument> read(ReadableFile file, Report report)
      throws IOException {
    String name = Place.nameOf(file.path());
    return StrictText.of(file, name, report).flatMap(text -> of(file.path(), text, report));
  }

  /// Returns the document with the given text. Reports errors, and then returns empty.
  ///
  /// @param file the file that the text is from
  static Optional<MappingDocument> of(Path file, String text, Report report) {
    String name = Place.nameOf(file);
    Notation notation = Notation.of(name);
    if (notation == Notation.TURTLE) {
      return Optional.of(new MappingDocument(notation, text, Optional.empty()));
    }
    return notation
        .translate(text, name, report)
        .map(made -> new MappingDocument(notation, made.turtle(), Optional.of(made)));
  }
}
