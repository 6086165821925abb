package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.report.Place;
import org.techrace.report.Report;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// The option for code in jars: JDBC drivers and functions. Only the person who runs a command
/// allows it, on the command line or in the environment; nothing in a project can.
final class PluginsOption {
  /// The environment variable with the folder of jars, for those who use it in every command.
  private static final String VARIABLE = "TECHRACE_PLUGINS";

  /// The folder of a project in which its authors keep jars. It is never used by itself.
  private static final String USUAL_FOLDER = "plugins";

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description =
          "Run the code in the jars of DIR, JDBC drivers and functions, with all rights of the"
              + " process (default: the folder in the environment variable TECHRACE_PLUGINS, or"
              + " none).")
  private @Nullable Path plugins;

  /// Adds the code that the option or the environment allows.
  Access allowedWith(Access access) {
    Path folder = folder();
    return folder == null ? access : access.withPlugins(folder);
  }

  private @Nullable Path folder() {
    String variable = System.getenv(VARIABLE);
    if (plugins != null) {
      return existing("--plugins", plugins);
    }
    if (variable == null || variable.isBlank()) {
      return null;
    }
    Path folder = Path.of(variable);
    if (!folder.isAbsolute()) {
      throw wrong(
          "%s is '%s', which would allow the code of any project; expected an absolute path"
              .formatted(VARIABLE, variable));
    }
    return existing(VARIABLE, folder);
  }

  private Path existing(String name, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw wrong("%s: the folder '%s' does not exist".formatted(name, folder));
    }
    return folder;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /// Warns about jars in the folder `plugins/` of a project whose code does not run.
  void reportUnused(Path project, Report report) throws IOException {
    Path there = project.resolve(USUAL_FOLDER);
    Path used = folder();
    if (!Files.isDirectory(there) || (used != null && Files.isSameFile(used, there))) {
      return;
    }
    List<String> jars =
        Access.none().allowReading(project).list(there).stream()
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> name.endsWith(".jar"))
            .toList();
    if (!jars.isEmpty()) {
      report.warn(
          Place.file(USUAL_FOLDER),
          "the code in %s does not run, because a project cannot allow its own; if you trust it with all your rights, allow it with --plugins %s"
              .formatted(String.join(", ", jars), there));
    }
  }
}
