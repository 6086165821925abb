package org.techrace.serve.http;

import java.util.Map;
import java.util.Optional;

/// Thrown when a request cannot be answered. [Errors] turns it into a short answer in plain text,
/// JSON or HTML.
public final class Refusal extends RuntimeException {
  private final int status;
  private final Map<String, String> headers;
  private final Optional<Position> position;
  private final Optional<Answer> page;

  /// The place of an error in the text of the client; both numbers count from 1.
  public record Position(int line, int column) {}

  /// A refusal without further headers.
  ///
  /// @param status the HTTP status code
  /// @param message one sentence for the client: what was found, what to do
  public Refusal(int status, String message) {
    this(status, message, Map.of());
  }

  /// A refusal with further headers.
  ///
  /// @param headers further headers, such as `Retry-After`
  public Refusal(int status, String message, Map<String, String> headers) {
    this(status, message, headers, Optional.empty(), Optional.empty());
  }

  /// A refusal of a request that may succeed in a few seconds.
  ///
  /// @param status 429 if the client has too much under way, 503 if the server has
  public static Refusal busy(int status, String message) {
    return new Refusal(status, message, Map.of("Retry-After", "5"));
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

  /// This refusal with the place of the error. The message should name it too.
  public Refusal at(int line, int column) {
    return new Refusal(status, sentence(), headers, Optional.of(new Position(line, column)), page);
  }

  /// This refusal with a second sentence: what to do.
  public Refusal with(String advice) {
    String end = sentence().matches("(?s).*[.?!]") ? " " : ". ";
    return new Refusal(status, sentence() + end + advice, headers, position, page);
  }

  /// This refusal with a page on which the text can be corrected, for clients that want errors as
  /// pages.
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

  /// The place of the error in the text of the client.
  public Optional<Position> position() {
    return position;
  }

  /// The page for this refusal, if it has one of its own.
  Optional<Answer> page() {
    return page;
  }

  /// The sentence for the client.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
