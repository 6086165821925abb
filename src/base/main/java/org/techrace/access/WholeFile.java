package org.techrace.access;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

/// A file that appears under its name only when it is closed and complete. Until then its bytes are
/// in a file next to it, whose name ends with `.part`, and an earlier file of the name remains.
final class WholeFile extends FilterOutputStream {
  private final Folder folder;
  private final Path name;
  private final Path part;
  private final BooleanSupplier sound;
  private boolean closed;

  /// Begins a file. Closing it also closes the folder.
  ///
  /// @param sound called when the file is closed; returns true if the content is complete
  static OutputStream open(Folder folder, Path name, BooleanSupplier sound) throws IOException {
    Path part = Path.of(name + ".part");
    try {
      OutputStream out =
          Channels.newOutputStream(
              folder.open(
                  part,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE));
      return new WholeFile(out, folder, name, part, sound);
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  private WholeFile(OutputStream out, Folder folder, Path name, Path part, BooleanSupplier sound) {
    super(out);
    this.folder = folder;
    this.name = name;
    this.part = part;
    this.sound = sound;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (folder) {
      super.close();
      if (sound.getAsBoolean()) {
        folder.rename(part, name);
      } else {
        folder.delete(part);
      }
    }
  }
}
