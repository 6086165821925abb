package org.techrace.access;

import java.io.IOException;

/// Reports that a run may not open a file, host or database. The message names it and the option
/// that allows it.
public final class RefusedException extends IOException {
  RefusedException(String message) {
    super(message);
  }
}
