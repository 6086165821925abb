package org.techrace.release;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which release each engine holds: the file `engines` in the folder of the releases, with the
/// address of an engine and the name of the release in each line.
///
/// @param file the file, which may not exist
record HeldReleases(Path file) {
  private static final String FILE = "engines";

  /// Returns the file in a folder of releases.
  static HeldReleases in(Path folder) {
    return new HeldReleases(folder.resolve(FILE));
  }

  private Map<String, String> read() throws IOException {
    Map<String, String> held = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        int space = line.indexOf(' ');
        if (space > 0) {
          held.put(line.substring(0, space), line.substring(space + 1));
        }
      }
    }
    return held;
  }

  /// Returns the address of the engine that holds a release.
  Optional<URI> engine(String id) throws IOException {
    return read().entrySet().stream()
        .filter(held -> held.getValue().equals(id))
        .map(held -> URI.create(held.getKey()))
        .findFirst();
  }

  /// Returns the release that an engine holds.
  Optional<String> release(URI engine) throws IOException {
    return Optional.ofNullable(read().get(engine.toString()));
  }

  /// Records that an engine holds a release and no longer another one.
  void put(URI engine, String id) throws IOException {
    Map<String, String> held = read();
    held.put(engine.toString(), id);
    StringBuilder lines = new StringBuilder();
    held.forEach(
        (address, release) -> lines.append(address).append(' ').append(release).append('\n'));
    Durable.write(file, lines.toString());
  }
}
