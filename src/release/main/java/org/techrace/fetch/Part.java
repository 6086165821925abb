package org.techrace.fetch;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/// An incomplete file, and a note next to it with its address and version. Without a note the
/// download starts again.
///
/// @param file the file with the bytes
record Part(Path file) {

  /// Reports that a file of the cache cannot be written, for example because the disk is full.
  static final class WriteException extends IOException {
    WriteException(Path file, IOException cause) {
      super("'%s' cannot be written: %s".formatted(file, cause.getMessage()), cause);
    }
  }

  private Path note() {
    return file.resolveSibling(file.getFileName() + ".note");
  }

  /// Returns the size in bytes; 0 if the file does not exist.
  long size() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /// Returns the note, if the file has bytes.
  Optional<String> readNote() throws IOException {
    return size() > 0 && Files.exists(note())
        ? Optional.of(Files.readString(note()))
        : Optional.empty();
  }

  /// Writes the note. It must be written before the first byte.
  void writeNote(String text) throws IOException {
    try (OutputStream out = open(note(), StandardOpenOption.TRUNCATE_EXISTING)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Starts again, without a note.
  OutputStream begin() throws IOException {
    delete();
    return open(file, StandardOpenOption.TRUNCATE_EXISTING);
  }

  /// Continues at the end.
  OutputStream append() throws IOException {
    return open(file, StandardOpenOption.APPEND);
  }

  /// Removes the bytes after a position.
  void truncate(long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }

  /// Deletes the bytes and the note.
  void delete() throws IOException {
    try {
      Files.deleteIfExists(note());
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new WriteException(file, e);
    }
  }

  /// Opens a file whose bytes are forced to the disk when it is closed.
  private static OutputStream open(Path file, OpenOption how) throws IOException {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS,
              how);
      return new Synced(file, channel);
    } catch (IOException e) {
      throw new WriteException(file, e);
    }
  }

  private static final class Synced extends FilterOutputStream {
    private final Path file;
    private final FileChannel channel;

    Synced(Path file, FileChannel channel) {
      super(Channels.newOutputStream(channel));
      this.file = file;
      this.channel = channel;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw new WriteException(file, e);
      }
    }

    @Override
    public void close() throws IOException {
      try (channel) {
        if (channel.isOpen()) {
          channel.force(true);
        }
      } catch (IOException e) {
        throw new WriteException(file, e);
      }
    }
  }
}
