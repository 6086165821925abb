package org.techrace.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// A test suite of others, in an archive among the resources.
final class ZippedSuite {
  private ZippedSuite() {}

  /// Writes the files of an archive into a folder.
  ///
  /// @param name the name of the archive in `src/mapping/test/resources/suites`
  static void unpack(String name, Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of("src/mapping/test/resources/suites", name));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        if (!entry.isDirectory()) {
          Files.createDirectories(file.getParent());
          try (OutputStream out = Files.newOutputStream(file)) {
            zip.transferTo(out);
          }
        }
      }
    }
  }
}
