package org.techrace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/// Makes the temporary folders of tests in memory where there is room for them. Most tests write
/// files that must reach the disk, and would wait for it.
public final class TestFolders implements TempDirFactory {
  private static final Path MEMORY = Path.of("/dev/shm");

  /// More than the files of any test. Containers often have 64 MB.
  private static final long ROOM = 4L << 30;

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    return hasRoom()
        ? Files.createTempDirectory(MEMORY, "techrace-test-")
        : Files.createTempDirectory("techrace-test-");
  }

  private static boolean hasRoom() throws IOException {
    return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= ROOM;
  }
}
