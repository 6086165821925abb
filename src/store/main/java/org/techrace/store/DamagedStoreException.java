package org.techrace.store;

import java.nio.file.Path;

/// Thrown if a store file differs from what was written when the release was sealed.
public final class DamagedStoreException extends RuntimeException {
  DamagedStoreException(Path file, String found) {
    super("[" + file + "] " + found + "; restore the file from a copy, or build the release again");
  }
}
