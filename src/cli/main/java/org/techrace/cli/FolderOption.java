package org.techrace.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.settings.Settings;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The option for the project of a command. Commands with subcommands accept it before or after the
/// name of the subcommand.
sealed class FolderOption permits ProjectOption {
  @Option(
      names = "--project",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      defaultValue = "${sys:techrace.project:-.}",
      description = "The project's folder, with techrace.toml (default: the working folder).")
  private Path project = Path.of(".");

  Path folder() {
    return project.toAbsolutePath().normalize();
  }

  /// The folder, which is that of a project.
  ///
  /// @throws FindingsException if something of a project is missing: says what, and what to do
  Path existing() {
    return existing(folder());
  }

  /// Returns a folder if it is that of a project.
  ///
  /// @throws FindingsException if something of a project is missing: says what, and what to do
  static Path existing(Path folder) {
    Report report = new Report();
    if (!Files.isDirectory(folder)) {
      report.error(
          Place.file(folder.toString()),
          "there is no such folder; --project names the folder of a project, and 'techrace new'"
              + " makes one");
    } else if (!Files.isRegularFile(folder.resolve(Settings.FILE))) {
      report.error(
          Place.file(folder.resolve(Settings.FILE).toString()),
          "the file is missing, so this folder is no project; name one with --project, or make one"
              + " with 'techrace new'");
    } else {
      for (String part : List.of("data", "ontology")) {
        if (!Files.isDirectory(folder.resolve(part))) {
          report.error(
              Place.file(folder.resolve(part).toString()),
              "the folder is missing; a project has one, and 'techrace new' shows what is in it");
        }
      }
    }
    FindingsException.throwIfErrors(report);
    return folder;
  }
}
