package org.techrace.release;

import org.techrace.report.UnusableInputException;

/// Thrown when something that was received is refused: a release is not signed by a trusted key, or
/// an object of a store is not what it must be.
public final class UntrustedException extends UnusableInputException {
  /// @param message what was found, where, and what was expected
  public UntrustedException(String message) {
    super(message);
  }
}
