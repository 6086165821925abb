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
import org.techrace.storage.StorageSettings;

/// The settings of a project. All tables are read for every command, so that unknown keys are
/// always reported.
///
/// @param graph the names and the base IRI of the graph
/// @param sandbox the access that runs have beyond the project
/// @param options the options of the server
/// @param storage the store of releases
record ProjectSettings(
    GraphSettings graph, Access sandbox, Options options, StorageSettings storage) {

  /// Reads the settings of a project. Without a settings file, all settings have their defaults.
  ///
  /// @throws FindingsException if a setting is unknown or invalid
  static ProjectSettings read(Path project) throws IOException {
    return read(project, Map.of());
  }

  /// Reads the settings of a project.
  ///
  /// @param instead settings that replace those of the file, by path
  /// @throws FindingsException if a setting is unknown or invalid
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
    return new Publication(
        graph.iris(),
        graph.name(),
        graph.publisher(),
        graph.licence(),
        graph.languages(),
        graph.rdf());
  }

  /// Reads all tables.
  static ProjectSettings read(Settings settings, Path project) {
    GraphSettings graph = GraphSettings.read(settings, project);
    return new ProjectSettings(
        graph,
        Sandbox.read(settings, project),
        OptionsReader.read(settings, graph, project),
        StorageSettings.read(settings));
  }
}
