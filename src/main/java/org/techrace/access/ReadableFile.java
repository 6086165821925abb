package org.techrace.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that a run reads, and by whose leave.
///
/// @param path where it is
/// @param access what the run may open
public record ReadableFile(Path path, Access access) {

  /// A file that the user named on the command line, wherever it is.
  public static ReadableFile named(Path path) {
    return Access.none().allowReading(path).file(path);
  }

  /// Opens the file.
  ///
  /// @throws RefusedException if the run may not read it
  /// @throws IOException if it cannot be opened
  public FileChannel open() throws IOException {
    return access.read(path);
  }

  /// The bytes of the file.
  ///
  /// @throws RefusedException if the run may not read it
  /// @throws IOException if it cannot be opened
  public InputStream stream() throws IOException {
    return Channels.newInputStream(open());
  }

  /// The size of the file, in bytes.
  ///
  /// @throws RefusedException if the run may not read it
  /// @throws IOException if it cannot be opened
  public long size() throws IOException {
    try (FileChannel channel = open()) {
      return channel.size();
    }
  }

  /// The text of the file, in UTF-8.
  ///
  /// @throws RefusedException if the run may not read it
  /// @throws java.nio.charset.CharacterCodingException if it is in another encoding
  /// @throws IOException if it cannot be opened
  public String text() throws IOException {
    try (InputStream in = stream()) {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(in.readAllBytes()))
          .toString();
    }
  }

  /// Whether there is such a file. One that may not be read counts: opening it tells why.
  public boolean exists() {
    return Files.exists(path);
  }

  /// How much may be taken from it.
  public Limits limits() {
    return access.limits();
  }

  /// Its path as it was given.
  @Override
  public String toString() {
    return path.toString();
  }
}
