package org.techrace.guard;

/// A query is not evaluated, or not to its end: it names what is not available, or asks for a value
/// that is too large. Unlike an error in one expression it does not leave a variable unbound.
public final class QueryRefusedException extends RuntimeException {
  /// @param sentence for the client: what was found, and what is allowed
  public QueryRefusedException(String sentence) {
    super(sentence, null, false, false);
  }

  /// The sentence for the client.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
