package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.techrace.release.Releases;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options for the project of a command and the folder of its releases.
sealed class ProjectOption extends FolderOption permits InputsOption {
  @Option(
      names = "--releases",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "The folder of the releases (default: 'releases' in the project's folder).")
  private @Nullable Path releases;

  /// Returns the folder of releases. The default one must not be a link out of the project: the
  /// project may be somebody else's, and a build writes there.
  ///
  /// @throws IOException if it is
  Releases releases() throws IOException {
    if (releases != null) {
      return new Releases(releases.toAbsolutePath().normalize());
    }
    Path project = existing();
    Path folder = project.resolve("releases");
    if (Files.exists(folder) && !folder.toRealPath().startsWith(project.toRealPath())) {
      throw new IOException(
          "'%s' is a link out of the project; follow it with --releases %s"
              .formatted(folder, folder.toRealPath()));
    }
    return new Releases(folder);
  }

  /// Returns the folder of releases of a replica, which needs no project.
  Releases replica() {
    Path place = releases == null ? folder().resolve("releases") : releases;
    return new Releases(place.toAbsolutePath().normalize());
  }
}
