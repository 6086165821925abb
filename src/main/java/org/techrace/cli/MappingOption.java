package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.techrace.access.Access;
import org.techrace.pipeline.Project;
import picocli.CommandLine.Mixin;

/// What the run of one mapping may open.
final class MappingOption {
  @Mixin private FolderOption project = new FolderOption();
  @Mixin private SandboxOption sandbox = new SandboxOption();

  /// Allows to read below the folder of the mapping and the project that it is in, and what options
  /// and the settings of the user's project allow. The settings of a project that a mapping happens
  /// to be in do not count: it may be somebody else's.
  Access of(Path mapping) throws IOException {
    Access access = sandbox.allowedWith(ProjectSettings.read(project.folder()).sandbox());
    Path folder = Objects.requireNonNull(mapping.toAbsolutePath().normalize().getParent());
    Optional<Path> around = Project.around(mapping);
    access = access.allowReading(folder);
    return around.isPresent() ? access.allowReading(around.get()) : access;
  }

  /// The project that a mapping is in.
  static Optional<Project> projectOf(Path mapping) throws IOException {
    Optional<Path> around = Project.around(mapping);
    return around.isEmpty()
        ? Optional.empty()
        : Optional.of(new Project(around.get(), ProjectSettings.read(around.get()).publication()));
  }
}
