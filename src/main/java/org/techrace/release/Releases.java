package org.techrace.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// A folder of releases, one of which is current: the one that is served.
///
/// @param folder where the releases lie
public record Releases(Path folder) {
  private static final String CURRENT = "current";
  private static final String STAGING = ".staging-";

  /// Where a release lies, or would lie.
  public Path folder(String id) {
    return folder.resolve(id);
  }

  /// The names of all releases, oldest first.
  public List<String> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(p -> Files.exists(p.resolve(Description.FILE)))
          .map(p -> p.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted(new ByAge(folder))
          .toList();
    }
  }

  /// The name of the current release, if one was ever promoted.
  public Optional<String> current() {
    Path file = folder.resolve(CURRENT);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Opens a release for reading.
  public Release open(String id) throws IOException {
    if (!list().contains(id)) {
      throw new IOException(
          "there is no release '%s' in %s; there are %s".formatted(id, folder, list()));
    }
    return Release.open(folder(id));
  }

  /// Makes a release the current one, in one step.
  ///
  /// @throws IOException if there is no such release or it does not open
  public void promote(String id) throws IOException {
    open(id).close();
    Durable.write(folder.resolve(CURRENT), id);
  }

  /// Makes the release before the current one current again.
  ///
  /// @return the name of the release that is current now
  /// @throws IOException if none is older than the current one
  public String rollBack() throws IOException {
    List<String> all = list();
    int now = current().map(all::indexOf).orElse(-1);
    if (now < 1) {
      throw new IOException("there is no release before the current one; there are " + all);
    }
    String before = all.get(now - 1);
    promote(before);
    return before;
  }

  /// Deletes the oldest releases. The current one always stays.
  ///
  /// @param keep how many to keep
  /// @return the names of those deleted
  public List<String> prune(int keep) throws IOException {
    List<String> all = list();
    Optional<String> current = current();
    List<String> old =
        all.stream()
            .limit(Math.max(0, all.size() - keep))
            .filter(id -> current.filter(id::equals).isEmpty())
            .toList();
    for (String id : old) {
      Durable.delete(folder(id));
    }
    return old;
  }

  /// Begins a new release. What a build that died has left behind is removed, and the report says
  /// so.
  ///
  /// @throws IOException if another build is at work
  public Staging stage(Report report) throws IOException {
    Files.createDirectories(folder);
    BuildLock lock = BuildLock.take(folder);
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path left : paths.filter(p -> p.getFileName().toString().startsWith(STAGING)).toList()) {
        Durable.delete(left);
        report.info(Place.file(left.toString()), "removed what an unfinished build had left");
      }
    }
    Path staging = folder.resolve(STAGING + ProcessHandle.current().pid());
    Files.createDirectories(staging);
    return new Staging(this, staging, lock);
  }
}
