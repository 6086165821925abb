package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.fetch.FetchedTables;
import org.techrace.pipeline.Project;
import org.techrace.report.Report;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// The options of commands that read the inputs of a build: some tables may be replaced by other
/// files.
final class InputsOption extends ProjectOption {
  @Option(
      names = "--table",
      paramLabel = "SOURCE/TABLE=FILE",
      description = "Read FILE instead of data/SOURCE/TABLE; repeatable.")
  private Map<String, Path> tables = Map.of();

  @Option(
      names = "--full",
      description =
          "Read fetched tables from the cache instead of the rows in the project. --table has"
              + " priority.")
  private boolean full;

  @Option(
      names = "--check-seconds",
      paramLabel = "N",
      description =
          "The time limit of each SHACL shape and check query, in seconds (default: that of"
              + " techrace.toml, or 600; 600 for check and review).")
  private @Nullable Integer checkSeconds;

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Mixin private CacheOption cache = new CacheOption();
  @Mixin private SandboxOption sandbox = new SandboxOption();

  /// Returns the project for a build, with the access that its settings allow. Reports errors in
  /// fetched files.
  Project project(Report report) throws IOException {
    ProjectSettings settings = ProjectSettings.read(existing());
    return project(settings, settings.sandbox(), report);
  }

  /// Returns the project for a check: its settings are ignored, and only options allow more access.
  Project projectOfOthers(Report report) throws IOException {
    return project(ProjectSettings.read(existing()), Access.none(), report);
  }

  /// Returns another state of the project, in another folder, for a comparison. As in a check, its
  /// settings do not allow more access.
  Project other(Path state) throws IOException {
    ProjectSettings settings = ProjectSettings.read(existing(state));
    return new Project(
        state,
        Map.of(),
        Map.of(),
        allowedWith(Access.none()),
        settings.publication(),
        settings.graph().licences(),
        Optional.empty());
  }

  private Access allowedWith(Access access) {
    Access all = sandbox.allowedWith(access);
    if (checkSeconds == null) {
      return all;
    }
    if (checkSeconds < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--check-seconds is %d; expected a number from 1".formatted(checkSeconds));
    }
    return all.withLimits(all.limits().withCheckTime(Duration.ofSeconds(checkSeconds)));
  }

  private Project project(ProjectSettings settings, Access access, Report report)
      throws IOException {
    Map<String, Path> files = new HashMap<>();
    Map<String, String> urls = new HashMap<>();
    if (full) {
      for (FetchedTables.FetchedTable one : FetchedTables.find(folder(), cache.cache(), report)) {
        files.put(one.table(), one.file());
        urls.put(one.table(), one.url());
      }
      urls.keySet().removeAll(tables.keySet());
    }
    files.putAll(tables);
    sandbox.reportUnusedCode(folder(), report);
    return new Project(
        folder(),
        files,
        urls,
        allowedWith(access),
        settings.publication(),
        settings.graph().licences(),
        Optional.empty());
  }
}
