package org.techrace.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/// An input file of a release.
///
/// @param path the path in the project, with `/` between names
/// @param sha256 the SHA-256 digest of the bytes, in lower-case hexadecimal digits
/// @param bytes the size in bytes
/// @param url the URL of a fetched file; empty for a file of the project
public record Input(String path, String sha256, long bytes, Optional<String> url) {

  /// Creates an input that is a file of the project.
  public Input(String path, String sha256, long bytes) {
    this(path, sha256, bytes, Optional.empty());
  }

  /// Reads a file of a project.
  ///
  /// @param project the folder that the path is relative to
  /// @param file the path of the file
  /// @param bytes the content, which is not closed
  /// @param url the URL of a fetched file; empty for a file of the project
  public static Input of(Path project, Path file, InputStream bytes, Optional<String> url)
      throws IOException {
    String path = project.relativize(file).toString().replace('\\', '/');
    MessageDigest digest = Digests.sha256();
    long size = bytes.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return new Input(path, HexFormat.of().formatHex(digest.digest()), size, url);
  }
}
