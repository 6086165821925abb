package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.techrace.access.Access;
import org.techrace.report.Report;
import org.techrace.serve.Options;
import org.techrace.serve.OptionsReader;
import org.techrace.settings.Sandbox;
import org.techrace.settings.Settings;

/// The settings of a project, read whole, so that a key that no table has is found whatever the
/// command.
///
/// @param sandbox what runs may open beyond the project
/// @param options how the project is served
record ProjectSettings(Access sandbox, Options options) {

  /// Reads the settings of a project; the defaults if it has no file of settings.
  ///
  /// @throws FindingsException if a setting is not known or wrong
  static ProjectSettings read(Path project) throws IOException {
    return read(project, Map.of());
  }

  /// Reads the settings of a project.
  ///
  /// @param instead settings that replace those of the file, by path
  /// @throws FindingsException if a setting is not known or wrong
  static ProjectSettings read(Path project, Map<String, String> instead) throws IOException {
    Report report = new Report();
    Settings settings = Settings.read(project, instead, report);
    ProjectSettings read = read(settings, project);
    settings.reportUnknown();
    FindingsException.throwIfErrors(report);
    return read;
  }

  /// Reads all tables.
  static ProjectSettings read(Settings settings, Path project) {
    return new ProjectSettings(
        Sandbox.read(settings, project), OptionsReader.read(settings, project));
  }
}
