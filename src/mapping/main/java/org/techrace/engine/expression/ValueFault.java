package org.techrace.engine.expression;

import org.techrace.report.Place;

/// Thrown by a function for an argument that is an error in the row, such as an unknown unit. The
/// row generates no triples.
public final class ValueFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Place call;
  private final boolean isListed;

  /// @param call the place of the function call in the mapping
  public ValueFault(Place call, String message) {
    this(call, message, false);
  }

  private ValueFault(Place call, String message, boolean isListed) {
    super(message, null, false, false);
    this.call = call;
    this.isListed = isListed;
  }

  /// Creates the fault of a value that is listed once for all rows with it, by [Unmatched].
  static ValueFault listed(Place call, String message) {
    return new ValueFault(call, message, true);
  }

  /// Returns true if [Unmatched] reports the value.
  public boolean isListed() {
    return isListed;
  }

  /// Returns the place of the function call in the mapping.
  public Place call() {
    return call;
  }

  /// Returns the message.
  public String text() {
    return String.valueOf(getMessage());
  }

  /// Returns the message and the place of the function call.
  public String located() {
    return "%s (%s)".formatted(text(), call);
  }
}
