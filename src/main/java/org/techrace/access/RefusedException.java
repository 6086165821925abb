package org.techrace.access;

import java.io.IOException;

/// A run was about to open what it may not open. The message says what, and which option allows it.
public final class RefusedException extends IOException {
  RefusedException(String message) {
    super(message);
  }
}
