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

/// Tells when what a release is made from changes. It looks at times and sizes every so often: that
/// costs little beside big tables, and works on any file system.
public final class InputWatch {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final List<Path> roots;
  private Map<Path, Stamp> seen;

  private record Stamp(FileTime changed, long bytes) {}

  /// Watches from now on.
  ///
  /// @param roots files and folders
  public InputWatch(List<Path> roots) throws IOException {
    this.roots = List.copyOf(roots);
    this.seen = look().orElse(Map.of());
  }

  /// Waits until files have changed, and then until they change no more.
  ///
  /// @return those that came, went or are not as they were, in order
  public List<Path> await() throws IOException, InterruptedException {
    Map<Path, Stamp> before = seen;
    Map<Path, Stamp> last = before;
    while (true) {
      Thread.sleep(BETWEEN_LOOKS);
      Optional<Map<Path, Stamp>> now = look();
      if (now.isPresent() && now.get().equals(last) && !last.equals(before)) {
        seen = last;
        return different(before, last);
      }
      last = now.orElse(last);
    }
  }

  /// What is there; nothing if a file went away while it was looked at.
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
