package org.techrace.cli;

import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.BooleanSupplier;

/// A file that appears under its name when it is closed and sound, and not at all otherwise. Until
/// then it is written beside, under the name with `.part`; what stood there before stays.
final class WholeFile extends FilterOutputStream {
  private final Path file;
  private final Path part;
  private final BooleanSupplier sound;
  private boolean closed;

  WholeFile(Path file, BooleanSupplier sound) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    super(new FileOutputStream(part.toFile()));
    this.file = file;
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
    super.close();
    if (sound.getAsBoolean()) {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.delete(part);
    }
  }
}
