package org.techrace.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.techrace.access.UserFolder;
import org.techrace.fetch.Cache;
import picocli.CommandLine.Option;

/// The option for the folder of fetched files.
final class CacheOption {
  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "The folder of fetched files (default: techrace in $XDG_CACHE_HOME, or in ~/.cache).")
  private Optional<Path> folder = Optional.empty();

  Cache cache() {
    return new Cache(folder.orElseGet(UserFolder::cache).toAbsolutePath().normalize());
  }
}
