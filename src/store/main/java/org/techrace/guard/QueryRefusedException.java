package org.techrace.guard;

/// Thrown when a query is refused before or during its evaluation: it uses something that is not
/// available or creates a value that is too large. In contrast to an expression error, it ends the
/// query.
public sealed class QueryRefusedException extends RuntimeException permits ScratchFullException {
  /// Creates an exception.
  ///
  /// @param sentence the message for the client: what was found and what is allowed
  public QueryRefusedException(String sentence) {
    super(sentence, null, false, false);
  }

  /// Returns the message for the client.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
