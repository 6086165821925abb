package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.techrace.access.Access;
import org.techrace.release.Publication;
import org.techrace.report.Report;
import org.techrace.serve.Options;
import org.techrace.serve.OptionsReader;
import org.techrace.settings.GraphSettings;
import org.techrace.settings.Sandbox;
import org.techrace.settings.Settings;

/// The settings of a project, read whole, so that a key that no table has is found whatever the
/// command.
///
/// @param graph what the graph is called, and where its IRIs begin
/// @param sandbox what runs may open beyond the project
/// @param options how the project is served
record ProjectSettings(GraphSettings graph, Access sandbox, Options options) {

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

  /// As what the graph is published.
  Publication publication() {
    return new Publication(graph.iris(), graph.name(), graph.publisher(), graph.licence());
  }

  /// Reads all tables.
  static ProjectSettings read(Settings settings, Path project) {
    GraphSettings graph = GraphSettings.read(settings, project);
    return new ProjectSettings(
        graph, Sandbox.read(settings, project), OptionsReader.read(settings, graph, project));
  }
}
