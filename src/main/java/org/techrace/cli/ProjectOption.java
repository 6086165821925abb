package org.techrace.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.techrace.release.Releases;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Which project a command works on, and where its releases lie.
sealed class ProjectOption extends FolderOption permits InputsOption {
  @Option(
      names = "--releases",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "Where releases lie (default: 'releases' in the project's folder).")
  private @Nullable Path releases;

  Releases releases() {
    Path folder = releases != null ? releases : existing().resolve("releases");
    return new Releases(folder.toAbsolutePath().normalize());
  }
}
