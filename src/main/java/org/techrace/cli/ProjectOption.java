package org.techrace.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.techrace.pipeline.Project;
import org.techrace.release.Releases;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Where a command works: the options that most commands share. A command that has commands of its
/// own takes them before or after the name of one.
final class ProjectOption {
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

  @Option(
      names = "--table",
      scope = ScopeType.INHERIT,
      paramLabel = "SOURCE/TABLE=FILE",
      description =
          "Read FILE in place of data/SOURCE/TABLE, as it is; may be given more than once.")
  private Map<String, Path> tables = Map.of();

  Path folder() {
    return project.toAbsolutePath().normalize();
  }

  Project project() {
    return new Project(folder(), tables);
  }

  Releases releases() {
    Path folder = releases != null ? releases : folder().resolve("releases");
    return new Releases(folder.toAbsolutePath().normalize());
  }
}
