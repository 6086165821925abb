package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.techrace.access.Access;
import org.techrace.report.Report;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// The options for the access of a run beyond its own folders.
final class SandboxOption {
  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--read",
      paramLabel = "DIR",
      description =
          "Let mappings read files below DIR, in addition to the mapping's folder and the"
              + " project; repeatable.")
  private List<Path> read = List.of();

  @Option(
      names = "--write",
      paramLabel = "DIR",
      description =
          "Let mappings write logical targets below DIR, in addition to the folder of the"
              + " output; repeatable.")
  private List<Path> write = List.of();

  @Mixin private WebOption web = new WebOption();

  @Option(
      names = "--jdbc",
      paramLabel = "URL-PREFIX",
      description =
          "Allow databases whose JDBC URL has this prefix, such as jdbc:postgresql://localhost/;"
              + " all others are refused; repeatable.")
  private List<String> jdbc = List.of();

  @Mixin private PluginsOption plugins = new PluginsOption();

  /// Adds the access that the options allow.
  Access allowedWith(Access access) {
    Access all = plugins.allowedWith(web.allowedWith(access));
    for (Path folder : read) {
      all = all.allowReading(existing("--read", folder));
    }
    for (Path folder : write) {
      all = all.allowWriting(existing("--write", folder));
    }
    try {
      for (String prefix : jdbc) {
        all = all.allowJdbc(prefix);
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return all;
  }

  /// Warns about code of a project that does not run.
  void reportUnusedCode(Path project, Report report) throws IOException {
    plugins.reportUnused(project, report);
  }

  private Path existing(String option, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(
          spec.commandLine(), "%s: the folder '%s' does not exist".formatted(option, folder));
    }
    return folder;
  }
}
