package org.techrace.release;

import java.io.IOException;

/// Thrown when something that was received is refused: a release is not signed by a trusted key, or
/// is not what its manifest must be. It is a finding about what was received, not a failure of this
/// machine.
public final class UntrustedException extends IOException {
  /// @param message what was found, where, and what was expected
  public UntrustedException(String message) {
    super(message);
  }
}
