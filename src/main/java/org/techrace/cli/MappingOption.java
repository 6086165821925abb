package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.techrace.access.Access;
import org.techrace.engine.Engine;
import org.techrace.link.GraphLinker;
import org.techrace.mapping.Mapping;
import org.techrace.pipeline.Project;
import org.techrace.release.Releases;
import picocli.CommandLine.Mixin;

/// The options for the access of a single mapping run.
final class MappingOption {
  @Mixin private FolderOption project = new FolderOption();
  @Mixin private SandboxOption sandbox = new SandboxOption();

  /// Allows reading below the folder of the mapping and the project around it, and the access of
  /// the options and of the settings of the user's project. The settings of the project around the
  /// mapping are ignored, because it may belong to someone else.
  Access of(Path mapping) throws IOException {
    Access access = sandbox.allowedWith(ProjectSettings.read(project.folder()).sandbox());
    Path folder = Objects.requireNonNull(mapping.toAbsolutePath().normalize().getParent());
    Optional<Path> around = Project.around(mapping);
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
