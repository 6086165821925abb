package org.techrace.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/// The option for settings of a project that are others in one run.
final class SettingsOption {
  @Option(
      names = {"-o", "--option"},
      paramLabel = "NAME=VALUE",
      description = "Replaces a setting of techrace.toml, such as limits.seconds=10.")
  private Map<String, String> instead = new TreeMap<>();

  /// Returns the settings that replace those of the file, by path; may be changed.
  Map<String, String> instead() {
    return instead;
  }
}
