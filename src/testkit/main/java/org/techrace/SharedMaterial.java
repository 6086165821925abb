package org.techrace;

import java.nio.file.Files;
import java.nio.file.Path;

/// Finds material that tests read but that is not part of the project: public test suites and open
/// data. A test whose material is absent is skipped, with a line that says so.
public final class SharedMaterial {
  private static final Path FOLDER = Path.of(System.getProperty("techrace.shared", "../shared"));

  private SharedMaterial() {}

  /// Returns the path of an open data file or of a folder of hostile inputs, which may not exist.
  ///
  /// @param path below the shared folder, such as `data/ror`
  public static Path path(String path) {
    return FOLDER.resolve(path);
  }

  /// Returns the folder of a test suite: the one in the shared folder, or else the one that
  /// `src/testkit/fetch-suites` fetches into `target/suites`, which may not exist.
  ///
  /// @param name such as `sparql` or `rml-core`
  public static Path suite(String name) {
    Path shared = path("suites").resolve(name);
    return Files.isDirectory(shared) ? shared : Path.of("target", "suites", name);
  }
}
