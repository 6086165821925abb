package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.techrace.release.Releases;
import org.techrace.storage.StorageSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// The parameter and the option for the store of a command.
final class StoreOption {
  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "The store: s3://BUCKET/PREFIX or file:/FOLDER.")
  private String url = "";

  @Option(
      names = {"-o", "--option"},
      paramLabel = "NAME=VALUE",
      description = "Replaces a setting, such as storage.endpoint=http://localhost:9000.")
  private Map<String, String> instead = Map.of();

  /// Reads the settings of a folder, which need not be a project.
  ProjectSettings settings(Path folder) throws IOException {
    return ProjectSettings.read(folder, instead);
  }

  /// Opens the store.
  ///
  /// @param releases the local folder
  StoreSession open(Releases releases, StorageSettings settings) {
    return StoreSession.open(url, releases, settings, spec.commandLine());
  }
}
