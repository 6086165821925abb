package org.techrace.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that a release is made from.
///
/// @param path its path in the project, with `/` between names
/// @param sha256 the SHA-256 digest of its bytes, in lower-case hexadecimal digits
/// @param bytes its size
public record Input(String path, String sha256, long bytes) {

  /// Reads a file of a project.
  ///
  /// @param project the folder that the path is relative to
  public static Input of(Path project, Path file) throws IOException {
    return of(project, file, file);
  }

  /// The same, of a file whose bytes are read from another.
  public static Input of(Path project, Path file, Path read) throws IOException {
    String path = project.relativize(file).toString().replace('\\', '/');
    return new Input(path, Digests.sha256(read), Files.size(read));
  }
}
