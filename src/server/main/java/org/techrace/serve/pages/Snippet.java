package org.techrace.serve.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A query as a short program that can be run unchanged.
///
/// @param language the usual name of the programming language
/// @param text the program
public record Snippet(String language, String text) {
  /// The templates in `serve/snippets`.
  private static final List<Snippet> TEMPLATES =
      Stream.of("curl", "Python", "R", "JavaScript").map(Snippet::template).toList();

  /// Returns a `SELECT` query in all languages.
  ///
  /// @param query the query
  /// @param endpoint the address of the SPARQL endpoint
  public static List<Snippet> of(String query, String endpoint) {
    return TEMPLATES.stream()
        .map(
            template ->
                new Snippet(
                    template.language(),
                    template
                        .text()
                        .replace("{{endpoint}}", endpoint)
                        .replace("{{query}}", query.strip())))
        .toList();
  }

  private static Snippet template(String language) {
    String path = "/serve/snippets/" + language + ".txt";
    try (InputStream file = Snippet.class.getResourceAsStream(path)) {
      byte[] bytes = Objects.requireNonNull(file, path).readAllBytes();
      return new Snippet(language, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
