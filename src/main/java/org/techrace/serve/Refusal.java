package org.techrace.serve;

import java.util.Map;

/// A request that is not answered, and why: thrown anywhere below the front, which turns it into a
/// short answer in plain text, JSON or HTML.
public final class Refusal extends RuntimeException {
  private final int status;
  private final Map<String, String> headers;

  /// A refusal without headers of its own.
  ///
  /// @param status the HTTP status code
  /// @param message one sentence for the client: what was found, what may be done
  public Refusal(int status, String message) {
    this(status, message, Map.of());
  }

  /// A refusal.
  ///
  /// @param headers further headers, such as `Retry-After`
  public Refusal(int status, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  public int status() {
    return status;
  }

  public Map<String, String> headers() {
    return headers;
  }

  /// The sentence for the client.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
