package org.techrace.mapping;

import java.io.IOException;
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
    Optional<String> text = StrictText.of(file, name, report);
    Notation notation = Notation.of(name);
    if (notation == Notation.TURTLE) {
      return text.map(turtle -> new MappingDocument(notation, turtle, Optional.empty()));
    }
    String base = file.path().toAbsolutePath().toUri().toString();
    return text.flatMap(t -> notation.translate(t, name, base, report))
        .map(made -> new MappingDocument(notation, made.turtle(), Optional.of(made)));
  }
}
