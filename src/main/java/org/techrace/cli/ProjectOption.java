package org.techrace.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.techrace.release.Releases;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options for the project of a command and the folder of its releases.
sealed class ProjectOption extends FolderOption permits InputsOption {
  @Option(
      names = "--releases",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "The folder of the releases (default: 'releases' in the project's folder).")
  private @Nullable Path releases;

  Releases releases() {
    Path folder = releases != null ? releases : existing().resolve("releases");
    return new Releases(folder.toAbsolutePath().normalize());
  }
}
