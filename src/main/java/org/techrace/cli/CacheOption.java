package org.techrace.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.techrace.fetch.Cache;
import picocli.CommandLine.Option;

/// Where fetched files are kept.
final class CacheOption {
  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where fetched files are kept (default: techrace in $XDG_CACHE_HOME, or in ~/.cache).")
  private Optional<Path> folder = Optional.empty();

  Cache cache() {
    return new Cache(folder.orElseGet(CacheOption::usual).toAbsolutePath().normalize());
  }

  /// The folder by the XDG Base Directory Specification, in which a relative path does not count.
  private static Path usual() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("techrace");
  }
}
