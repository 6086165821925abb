package org.techrace.engine.output;

import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.BooleanSupplier;

/// A file that appears under its name when it is closed and sound, and not at all otherwise. Until
/// then it is written beside, under the name with `.part`; what stood there before stays.
public final class WholeFile extends FilterOutputStream {
  private final Path file;
  private final Path part;
  private final BooleanSupplier sound;
  private boolean closed;

  /// Opens such a file; what is there and no regular file, a device or a pipe, takes the bytes as
  /// they come.
  ///
  /// @param sound asked when it is closed
  /// @throws IOException if there can be no such file
  public static OutputStream open(Path file, BooleanSupplier sound) throws IOException {
    return Files.exists(file) && !Files.isRegularFile(file)
        ? new FileOutputStream(file.toFile())
        : new WholeFile(file, sound);
  }

  private WholeFile(Path file, BooleanSupplier sound) throws IOException {
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
