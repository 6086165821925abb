package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.link.GraphLinker;
import org.techrace.rdf.Iris;
import org.techrace.release.Releases;

/// The names that a project knows: those of its current release, or of its ontology before the
/// first build.
final class ProjectSearch {
  private ProjectSearch() {}

  /// Returns the Turtle files of the ontology and of its code lists; empty without an ontology.
  static List<ReadableFile> ontology(Path project) throws IOException {
    Access access = Access.none().allowReading(project);
    List<ReadableFile> files = new ArrayList<>();
    for (String folder : List.of("ontology", "ontology/schemes")) {
      access.list(project.resolve(folder)).stream()
          .filter(file -> file.toString().endsWith(".ttl"))
          .map(access::file)
          .forEach(files::add);
    }
    return files;
  }

  /// Opens the search. The caller closes it.
  static GraphLinker open(Path project, Iris iris) throws IOException {
    Releases releases = new Releases(project.resolve("releases"));
    Optional<String> current =
        Files.isDirectory(project.resolve("releases")) ? releases.current() : Optional.empty();
    if (current.isPresent()) {
      return GraphLinker.of(releases.open(current.get()));
    }
    return GraphLinker.of(ontology(project), iris.base());
  }
}
