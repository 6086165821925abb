package org.techrace.cli;

import java.nio.file.Path;
import java.util.Map;
import org.techrace.pipeline.Project;
import picocli.CommandLine.Option;

/// Where a command works that reads the inputs: some tables may be read from elsewhere.
final class InputsOption extends ProjectOption {
  @Option(
      names = "--table",
      paramLabel = "SOURCE/TABLE=FILE",
      description =
          "Read FILE in place of data/SOURCE/TABLE, as it is; may be given more than once.")
  private Map<String, Path> tables = Map.of();

  Project project() {
    return new Project(folder(), tables);
  }
}
