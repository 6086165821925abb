package org.techrace.serve.http;

import java.util.Set;

/// A path and who answers there.
///
/// @param pattern a path, or a prefix that ends in `*`
/// @param methods the methods allowed, besides `OPTIONS`, and `HEAD` where there is `GET`
public record Route(String pattern, Set<String> methods, Processor processor) {

  /// The methods of a route that is read.
  static final String READ = "GET, HEAD, OPTIONS";

  /// A route to read from.
  public static Route get(String pattern, Processor processor) {
    return new Route(pattern, Set.of("GET"), processor);
  }

  boolean matches(String path) {
    return pattern.endsWith("*")
        ? path.startsWith(pattern.substring(0, pattern.length() - 1))
        : path.equals(pattern);
  }

  /// The `Allow` header.
  String allow() {
    String read = methods.contains("GET") ? READ : "OPTIONS";
    return methods.contains("POST") ? read + ", POST" : read;
  }
}
