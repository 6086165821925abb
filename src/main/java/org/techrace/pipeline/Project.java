package org.techrace.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.techrace.release.Input;
import org.techrace.release.Inputs;

/// The folders of a project that a release is made from.
///
/// @param folder the project's folder
public record Project(Path folder) {

  Path ontology() {
    return folder.resolve("ontology");
  }

  Path shapes() {
    return ontology().resolve("shapes");
  }

  Path prefixes() {
    return ontology().resolve("prefixes.ttl");
  }

  Path checks() {
    return folder.resolve("queries").resolve("checks");
  }

  /// The sources: the folders below `data/`, sorted by name.
  List<Source> sources() throws IOException {
    Path data = folder.resolve("data");
    if (!Files.isDirectory(data)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(data)) {
      return folders.filter(Files::isDirectory).sorted().map(Source::new).toList();
    }
  }

  /// The Turtle files of the ontology and its code lists, sorted; the shapes are not among them.
  List<Path> vocabulary() throws IOException {
    List<Path> files = new ArrayList<>(turtle(ontology()));
    files.addAll(turtle(ontology().resolve("schemes")));
    return files;
  }

  private static List<Path> turtle(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".ttl")).sorted().toList();
    }
  }

  /// Every file that a release is made from, with its digest.
  ///
  /// @param version the version of the software
  public Inputs inputs(String version) throws IOException {
    List<Input> inputs = new ArrayList<>();
    for (Path root : List.of(ontology(), folder.resolve("data"), checks())) {
      if (Files.isDirectory(root)) {
        try (Stream<Path> files = Files.walk(root)) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            inputs.add(Input.of(folder, file));
          }
        }
      }
    }
    return new Inputs(inputs, version);
  }
}
