package org.techrace.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Detects changes of the inputs of a release. It compares times and sizes at intervals, which is
/// cheap even for large tables and works on any file system.
public final class InputWatch {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final List<Path> roots;
  private Map<Path, Stamp> seen;

  private record Stamp(FileTime changed, long bytes) {}

  /// Starts to watch.
  ///
  /// @param roots the files and folders to watch
  public InputWatch(List<Path> roots) throws IOException {
    this.roots = List.copyOf(roots);
    this.seen = look().orElse(Map.of());
  }

  /// Waits until files have changed, and then until they no longer change.
  ///
  /// @return the files that were added, removed or changed, sorted
  public List<Path> await() throws IOException, InterruptedException {
    Map<Path, Stamp> before = seen;
    Map<Path, Stamp> last = before;
    while (true) {
      Thread.sleep(INTERVAL);
      Optional<Map<Path, Stamp>> now = look();
      if (now.isPresent() && now.get().equals(last) && !last.equals(before)) {
        seen = last;
        return different(before, last);
      }
      last = now.orElse(last);
    }
  }

  /// Returns the state of all files, or empty if a file was removed at the same time.
  private Optional<Map<Path, Stamp>> look() throws IOException {
    Map<Path, Stamp> stamps = new TreeMap<>();
    try {
      for (Path root : roots) {
        if (Files.exists(root)) {
          try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
              stamps.put(file, new Stamp(Files.getLastModifiedTime(file), Files.size(file)));
            }
          }
        }
      }
      return Optional.of(stamps);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return Optional.empty();
      }
      throw e.getCause();
    }
  }

  private static List<Path> different(Map<Path, Stamp> before, Map<Path, Stamp> after) {
    return Stream.concat(before.keySet().stream(), after.keySet().stream())
        .filter(
            file ->
                !Optional.ofNullable(before.get(file)).equals(Optional.ofNullable(after.get(file))))
        .distinct()
        .sorted()
        .toList();
  }
}
