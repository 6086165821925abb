package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.engine.Engine;
import org.techrace.link.GraphLinker;
import org.techrace.mapping.Mapping;
import org.techrace.pipeline.Project;
import org.techrace.rdf.RdfVersion;
import org.techrace.release.Releases;
import org.techrace.report.Report;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options of a single mapping run: its access and the version of its output.
final class MappingOption {
  @Mixin private FolderOption project = new FolderOption();
  @Mixin private SandboxOption sandbox = new SandboxOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rdf",
      paramLabel = "VERSION",
      description =
          "The version of RDF of the output: 1.1, or 1.2 to allow triple terms and base directions"
              + " (default: that of the project of the mapping, or 1.1).")
  private @Nullable String rdf;

  /// Returns the version of RDF of the output.
  ///
  /// @param around the project of the mapping
  RdfVersion rdf(Optional<Project> around) {
    String label = rdf;
    if (label == null) {
      return around.map(Project::rdf).orElse(RdfVersion.RDF_1_1);
    }
    return RdfVersion.of(label)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "--rdf is '%s'; expected 1.1 or 1.2".formatted(label)));
  }

  /// Allows reading below the folder of the mapping and the project around it, and the access of
  /// the options and of the settings of the user's project. The settings of the project around the
  /// mapping are ignored, because it may belong to someone else. Warns about code that does not
  /// run.
  Access of(Path mapping, Report report) throws IOException {
    Access access = sandbox.allowedWith(ProjectSettings.read(project.folder()).sandbox());
    Path folder = Objects.requireNonNull(mapping.toAbsolutePath().normalize().getParent());
    Optional<Path> around = Project.around(mapping);
    sandbox.reportUnusedCode(around.orElse(folder), report);
    access = access.allowReading(folder);
    return around.isPresent() ? access.allowReading(around.get()) : access;
  }

  /// Returns the folder with the functions of the project around a mapping, or next to the mapping
  /// without a project.
  static Path functionsOf(Path mapping) {
    Path folder = Objects.requireNonNull(mapping.toAbsolutePath().normalize().getParent());
    return Project.around(mapping).orElse(folder).resolve("functions");
  }

  /// Returns the search of the current release of the project around a mapping, if the mapping
  /// finds names in it and there is one.
  static Optional<GraphLinker> linker(Path file, Mapping mapping) throws IOException {
    Optional<Path> around = Engine.links(mapping) ? Project.around(file) : Optional.empty();
    if (around.isEmpty()) {
      return Optional.empty();
    }
    Releases releases = new Releases(around.get().resolve("releases"));
    Optional<String> current = releases.current();
    return current.isEmpty()
        ? Optional.empty()
        : Optional.of(GraphLinker.of(releases.open(current.get())));
  }

  /// The project that a mapping is in.
  static Optional<Project> projectOf(Path mapping) throws IOException {
    Optional<Path> around = Project.around(mapping);
    return around.isEmpty()
        ? Optional.empty()
        : Optional.of(new Project(around.get(), ProjectSettings.read(around.get()).publication()));
  }
}
