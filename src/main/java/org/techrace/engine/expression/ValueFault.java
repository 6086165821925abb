package org.techrace.engine.expression;

import org.techrace.report.Place;

/// Thrown by a function for an argument that is an error in the row, such as an unknown unit. The
/// row generates no triples.
public final class ValueFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Place call;

  /// @param call the place of the function call in the mapping
  public ValueFault(Place call, String message) {
    super(message, null, false, false);
    this.call = call;
  }

  /// Returns the place of the function call in the mapping.
  public Place call() {
    return call;
  }

  /// Returns the message.
  public String text() {
    return String.valueOf(getMessage());
  }
}
