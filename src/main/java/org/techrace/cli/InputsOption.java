package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.techrace.access.Access;
import org.techrace.fetch.FetchedTables;
import org.techrace.pipeline.Project;
import org.techrace.report.Report;
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

  @Option(
      names = "--full",
      description =
          "Read each table that 'fetch' has fetched from the cache, in place of the rows that the"
              + " project carries. --table comes before it.")
  private boolean full;

  @Mixin private CacheOption cache = new CacheOption();
  @Mixin private SandboxOption sandbox = new SandboxOption();

  /// The project as it is built: its settings may open more. What is wrong with fetched files is
  /// reported.
  Project project(Report report) throws IOException {
    ProjectSettings settings = ProjectSettings.read(existing());
    return project(settings, settings.sandbox(), report);
  }

  /// The project as it is checked: whatever its settings say, only options open more.
  Project projectOfOthers(Report report) throws IOException {
    return project(ProjectSettings.read(existing()), Access.none(), report);
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
    return new Project(
        folder(),
        files,
        urls,
        sandbox.allowedWith(access),
        settings.publication(),
        settings.graph().licences(),
        Optional.empty());
  }
}
