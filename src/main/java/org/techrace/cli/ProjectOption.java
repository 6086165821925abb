package org.techrace.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.techrace.release.Releases;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Where a command works: the options that most commands share. A command that has commands of its
/// own takes them before or after the name of one.
sealed class ProjectOption permits InputsOption {
  @Option(
      names = "--project",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      defaultValue = "${sys:techrace.project:-.}",
      description = "The project's folder, with ontology, data and queries (default: this one).")
  private Path project = Path.of(".");

  @Option(
      names = "--releases",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "Where releases lie (default: 'releases' in the project's folder).")
  private @Nullable Path releases;

  Path folder() {
    return project.toAbsolutePath().normalize();
  }

  Releases releases() {
    Path folder = releases != null ? releases : folder().resolve("releases");
    return new Releases(folder.toAbsolutePath().normalize());
  }
}
