package org.techrace.access;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A server did not answer, or its answer broke off. Asking again may help.
public final class BrokenConnectionException extends IOException {
  BrokenConnectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
