package org.techrace.engine.expression;

/// Thrown by a function that cannot read one of its arguments.
final class UnreadableArgumentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /// @param argument the argument
  /// @param fault what is wrong with it, after the argument in quotes: `is not a number`
  /// @param expected what was expected instead: `such as 1234.5`
  UnreadableArgumentException(String argument, String fault, String expected) {
    super("'%s' %s; expected %s".formatted(argument, fault, expected));
  }

  /// Returns the message.
  String text() {
    return String.valueOf(getMessage());
  }
}
