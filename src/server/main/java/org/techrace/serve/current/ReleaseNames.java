package org.techrace.serve.current;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.techrace.release.Releases;
import org.techrace.serve.current.KeptReleases.Dated;

/// The names and times of the releases in a folder, as they were when it was read last. Reads the
/// folder again when it has changed, so that a request does not read it. Safe for concurrent use.
final class ReleaseNames {
  private final Optional<Releases> releases;
  private volatile Known known;

  /// The content of the folder.
  ///
  /// @param modified when an entry of the folder was last added or removed
  private record Known(FileTime modified, Set<String> names, List<Dated> dated) {}

  /// @param releases the folder; empty if the served data is not in files
  ReleaseNames(Optional<Releases> releases) {
    this.releases = releases;
    this.known = new Known(FileTime.fromMillis(0), Set.of(), List.of());
    refresh();
  }

  Set<String> all() {
    return known.names;
  }

  /// The releases whose time is known, oldest first.
  List<Dated> dated() {
    return known.dated;
  }

  /// Reads the folder if it has changed.
  ///
  /// @return whether it was read
  boolean look() {
    if (modified().equals(known.modified)) {
      return false;
    }
    refresh();
    return true;
  }

  /// Reads the folder.
  synchronized void refresh() {
    // Read first, so that a change during the reading is seen the next time.
    FileTime modified = modified();
    Set<String> names = names();
    Set<String> before = known.names;
    List<Dated> dated =
        Stream.concat(
                known.dated.stream().filter(release -> names.contains(release.id())),
                names.stream().filter(id -> !before.contains(id)).flatMap(this::dated))
            .sorted(Comparator.comparing(Dated::issued).thenComparing(Dated::id))
            .toList();
    known = new Known(modified, names, dated);
  }

  private FileTime modified() {
    try {
      return releases.isPresent()
          ? Files.getLastModifiedTime(releases.get().folder())
          : FileTime.fromMillis(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> names() {
    try {
      return releases.isPresent() ? new HashSet<>(releases.get().names()) : Set.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<Dated> dated(String id) {
    Instant issued = releases.orElseThrow().issued(id);
    return issued.equals(Instant.EPOCH) ? Stream.empty() : Stream.of(new Dated(id, issued));
  }
}
