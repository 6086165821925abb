package org.techrace.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/// A file that a release is made from.
///
/// @param path its path in the project, with `/` between names
/// @param sha256 the SHA-256 digest of its bytes, in lower-case hexadecimal digits
/// @param bytes its size
/// @param url where it was fetched from, if it is not the project's own
public record Input(String path, String sha256, long bytes, Optional<String> url) {

  /// A file of the project.
  public Input(String path, String sha256, long bytes) {
    this(path, sha256, bytes, Optional.empty());
  }

  /// Reads a file of a project.
  ///
  /// @param project the folder that the path is relative to
  /// @param file its path
  /// @param bytes what is in it; left open
  /// @param url where it was fetched from, if it is not the project's own
  public static Input of(Path project, Path file, InputStream bytes, Optional<String> url)
      throws IOException {
    String path = project.relativize(file).toString().replace('\\', '/');
    MessageDigest digest = Digests.sha256();
    long size = bytes.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return new Input(path, HexFormat.of().formatHex(digest.digest()), size, url);
  }
}
