package org.techrace.serve.http;

import java.util.Map;

/// Sets whether scripts of other sites may read answers (CORS, Fetch standard, section 3.2).
/// Reading needs no credentials.
///
/// @param allowed if false, browsers let only pages of this site read its answers
public record CrossOrigin(boolean allowed) {
  private static final Map<String, String> ALWAYS =
      Map.of(
          "Access-Control-Allow-Origin",
          "*",
          "Access-Control-Expose-Headers",
          "Techrace-Release, Techrace-Total, Techrace-Cut, ETag, Link, Location, Memento-Datetime,"
              + " Retry-After");

  private static final Map<String, String> PREFLIGHT =
      Map.of(
          "Access-Control-Allow-Methods",
          "GET, HEAD, POST, OPTIONS",
          "Access-Control-Allow-Headers",
          "*",
          "Access-Control-Max-Age",
          "86400");

  /// The headers of every answer.
  Map<String, String> headers() {
    return allowed ? ALWAYS : Map.of();
  }

  /// Further headers of an answer to `OPTIONS`.
  Map<String, String> preflight() {
    return allowed ? PREFLIGHT : Map.of();
  }
}
