package org.techrace.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file to read, and the access that allows it.
///
/// @param path the path
/// @param access the access of the run
public record ReadableFile(Path path, Access access) {

  /// Returns a file that the user named on the command line, in any folder.
  public static ReadableFile named(Path path) {
    return Access.none().allowReading(path).file(path);
  }

  /// Opens the file.
  ///
  /// @throws RefusedException if the run may not read the file
  /// @throws IOException if the file cannot be opened
  public FileChannel open() throws IOException {
    return access.read(path);
  }

  /// Opens the file as a stream.
  ///
  /// @throws RefusedException if the run may not read the file
  /// @throws IOException if the file cannot be opened
  public InputStream stream() throws IOException {
    return Channels.newInputStream(open());
  }

  /// Returns the size of the file in bytes.
  ///
  /// @throws RefusedException if the run may not read the file
  /// @throws IOException if the file cannot be opened
  public long size() throws IOException {
    try (FileChannel channel = open()) {
      return channel.size();
    }
  }

  /// Returns the text of the file, which is in UTF-8.
  ///
  /// @throws RefusedException if the run may not read the file
  /// @throws java.nio.charset.CharacterCodingException if the file has another encoding
  /// @throws IOException if the file cannot be opened
  public String text() throws IOException {
    try (InputStream in = stream()) {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(in.readAllBytes()))
          .toString();
    }
  }

  /// Returns true if the file exists. It need not be readable: the reason is reported when it is
  /// opened.
  public boolean exists() {
    return Files.exists(path);
  }

  /// Returns the limits for data from the file.
  public Limits limits() {
    return access.limits();
  }

  /// Returns the path as the user gave it.
  @Override
  public String toString() {
    return path.toString();
  }
}
