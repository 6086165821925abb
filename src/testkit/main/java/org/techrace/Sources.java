package org.techrace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The project's own files, for tests about the project itself. Tests run in the project folder.
public final class Sources {
  private Sources() {}

  /// The files below a folder whose names have this ending, sorted, without what builds made.
  public static List<Path> under(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> f.toString().endsWith(ending) && !f.toString().contains("/target/"))
          .sorted()
          .toList();
    }
  }

  /// The files of a folder of each module, for example of `main/java`, whose names have this
  /// ending.
  public static List<Path> ofModules(String folder, String ending) throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of("src"))) {
      for (Path module : modules.sorted().toList()) {
        if (Files.isDirectory(module.resolve(folder))) {
          all.addAll(under(module.resolve(folder), ending));
        }
      }
    }
    return all;
  }
}
