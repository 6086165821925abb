package org.techrace.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.techrace.pipeline.Project;
import org.techrace.release.Releases;
import picocli.CommandLine.Option;

/// Where a command works: the options that most commands share.
final class ProjectOption {
  @Option(
      names = "--project",
      paramLabel = "DIR",
      defaultValue = "${sys:techrace.project:-.}",
      description = "The project's folder, with ontology, data and queries (default: this one).")
  private Path project = Path.of(".");

  @Option(
      names = "--releases",
      paramLabel = "DIR",
      description = "Where releases lie (default: 'releases' in the project's folder).")
  private @Nullable Path releases;

  Path folder() {
    return project.toAbsolutePath().normalize();
  }

  Project project() {
    return new Project(folder());
  }

  Releases releases() {
    Path folder = releases != null ? releases : folder().resolve("releases");
    return new Releases(folder.toAbsolutePath().normalize());
  }
}
