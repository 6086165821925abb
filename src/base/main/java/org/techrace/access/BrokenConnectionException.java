package org.techrace.access;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reports that a server did not answer, or that its answer was incomplete. A retry may succeed.
public final class BrokenConnectionException extends IOException {
  BrokenConnectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
