package org.techrace.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Thrown when an input cannot be used: it is damaged, larger than a limit, not allowed, or not
/// trusted. It is a finding about the input, not a failure of this machine: a command prints it as
/// an `ERROR`, and ends with exit code 1.
public abstract class UnusableInputException extends IOException {
  private static final long serialVersionUID = 1;

  /// @param message what was found, where, what was expected, and what to do
  protected UnusableInputException(String message) {
    super(message);
  }

  /// @param message what was found, where, what was expected, and what to do
  /// @param cause why the input cannot be read
  protected UnusableInputException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Returns the exception itself or what it wraps, if that is about an input.
  public static Optional<UnusableInputException> in(Exception e) {
    Throwable cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
    return cause instanceof UnusableInputException unusable
        ? Optional.of(unusable)
        : Optional.empty();
  }
}
