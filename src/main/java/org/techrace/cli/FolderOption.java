package org.techrace.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Which project a command works on. A command that has commands of its own takes it before or
/// after the name of one.
sealed class FolderOption permits ProjectOption {
  @Option(
      names = "--project",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      defaultValue = "${sys:techrace.project:-.}",
      description = "The project's folder, with ontology, data and queries (default: this one).")
  private Path project = Path.of(".");

  Path folder() {
    return project.toAbsolutePath().normalize();
  }
}
