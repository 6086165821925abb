package org.techrace.serve.http;

import java.util.Set;

/// A path pattern and the processor of its requests.
///
/// @param pattern a path, or a prefix that ends in `*`
/// @param methods the allowed methods. `OPTIONS` is always allowed, `HEAD` wherever `GET` is.
/// @param kind what the server adds to the processor
public record Route(String pattern, Set<String> methods, Processor processor, Kind kind) {

  /// The value of `Allow` for a route that only reads.
  static final String READ = "GET, HEAD, OPTIONS";

  /// What the server adds to a processor.
  public enum Kind {
    /// Nothing.
    PLAIN,
    /// The language of the reader.
    TEXT,
    /// The language of the reader, and the limits of a page.
    PAGE
  }

  /// A route that the server adds nothing to.
  public Route(String pattern, Set<String> methods, Processor processor) {
    this(pattern, methods, processor, Kind.PLAIN);
  }

  /// A route for GET.
  public static Route get(String pattern, Processor processor) {
    return new Route(pattern, Set.of("GET"), processor);
  }

  /// A route for GET in the language of the reader, for answers that are cheap or have limits of
  /// their own.
  public static Route text(String pattern, Processor processor) {
    return new Route(pattern, Set.of("GET"), processor, Kind.TEXT);
  }

  /// A route for GET that is evaluated within the limits of a page, in the language of the reader.
  public static Route page(String pattern, Processor processor) {
    return new Route(pattern, Set.of("GET"), processor, Kind.PAGE);
  }

  boolean matches(String path) {
    return pattern.endsWith("*")
        ? path.startsWith(pattern.substring(0, pattern.length() - 1))
        : path.equals(pattern);
  }

  /// The value of the `Allow` header.
  String allow() {
    String read = methods.contains("GET") ? READ : "OPTIONS";
    return methods.contains("POST") ? read + ", POST" : read;
  }
}
