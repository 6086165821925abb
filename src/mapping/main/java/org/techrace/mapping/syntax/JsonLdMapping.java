package org.techrace.mapping.syntax;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.jena.riot.RiotException;
import org.techrace.rdf.RdfFiles;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Translates a mapping in JSON-LD to Turtle. Its context must be in the file: contexts are not
/// fetched.
public final class JsonLdMapping {
  /// The base of relative IRIs, such as the names of triples maps. It is not the address of the
  /// file, which would name a folder of this machine.
  public static final String BASE = "http://mapping.example.com/";

  private JsonLdMapping() {}

  static Optional<Translation> translate(String text, String name, Report report) {
    OrderedTurtle turtle = new OrderedTurtle();
    try {
      RdfFiles.read(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
          "mapping.jsonld",
          BASE,
          turtle);
    } catch (RiotException e) {
      report.error(Place.file(name), "this is not JSON-LD: " + causeOf(e));
      return Optional.empty();
    }
    return Optional.of(turtle.toTurtle());
  }

  private static String causeOf(RiotException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
