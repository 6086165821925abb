package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.techrace.access.Access;
import org.techrace.pipeline.Project;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Where a command works that reads the inputs: some tables may be read from elsewhere.
final class InputsOption extends ProjectOption {
  @Option(
      names = "--table",
      paramLabel = "SOURCE/TABLE=FILE",
      description =
          "Read FILE in place of data/SOURCE/TABLE, as it is; may be given more than once.")
  private Map<String, Path> tables = Map.of();

  @Mixin private SandboxOption sandbox = new SandboxOption();

  /// The project as it is built: its settings may open more.
  Project project() throws IOException {
    return project(ProjectSettings.read(folder()).sandbox());
  }

  /// The project as it is checked: whatever its settings say, only options open more.
  Project projectOfOthers() {
    return project(Access.none());
  }

  private Project project(Access access) {
    return new Project(folder(), tables, sandbox.allowedWith(access));
  }
}
