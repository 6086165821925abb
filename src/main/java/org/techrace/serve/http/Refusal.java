package org.techrace.serve.http;

import java.util.Map;
import java.util.Optional;

/// A request that is not answered, and why: thrown anywhere below the front, which turns it into a
/// short answer in plain text, JSON or HTML.
public final class Refusal extends RuntimeException {
  private final int status;
  private final Map<String, String> headers;
  private final Optional<Position> position;
  private final Optional<Answer> page;

  /// Where in the text that was sent the fault was found; both count from 1.
  public record Position(int line, int column) {}

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
    this(status, message, headers, Optional.empty(), Optional.empty());
  }

  private Refusal(
      int status,
      String message,
      Map<String, String> headers,
      Optional<Position> position,
      Optional<Answer> page) {
    super(message, null, false, false);
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.position = position;
    this.page = page;
  }

  /// The same refusal of a text with a fault at one place. The message should name it too.
  public Refusal at(int line, int column) {
    return new Refusal(status, sentence(), headers, Optional.of(new Position(line, column)), page);
  }

  /// The same refusal with a page of its own for whoever would have a page: one on which what was
  /// sent can be mended.
  public Refusal on(Answer mendable) {
    return new Refusal(status, sentence(), headers, position, Optional.of(mendable));
  }

  /// The HTTP status code.
  public int status() {
    return status;
  }

  /// Further headers of the answer.
  public Map<String, String> headers() {
    return headers;
  }

  /// Where the fault was found, if it was in a text.
  public Optional<Position> position() {
    return position;
  }

  /// The page that tells of it, if it is not that of all errors.
  Optional<Answer> page() {
    return page;
  }

  /// The sentence for the client.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
