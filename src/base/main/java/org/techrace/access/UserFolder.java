package org.techrace.access;

import java.nio.file.Path;
import java.util.Optional;

/// The folders of the XDG Base Directory Specification for the user who runs the program.
public final class UserFolder {
  private UserFolder() {}

  /// Returns the folder of what the program keeps for later runs: `techrace` in `$XDG_CACHE_HOME`,
  /// or in `~/.cache` if that is not an absolute path. It may not exist.
  public static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("techrace");
  }
}
