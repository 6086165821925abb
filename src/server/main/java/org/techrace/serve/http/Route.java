package org.techrace.serve.http;

import java.util.Set;

/// A path pattern and the processor of its requests.
///
/// @param pattern a path, or a prefix that ends in `*`
/// @param methods the allowed methods. `OPTIONS` is always allowed, `HEAD` wherever `GET` is.
public record Route(String pattern, Set<String> methods, Processor processor) {

  /// The value of `Allow` for a route that only reads.
  static final String READ = "GET, HEAD, OPTIONS";

  /// A route for GET.
  public static Route get(String pattern, Processor processor) {
    return new Route(pattern, Set.of("GET"), processor);
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
