package org.techrace.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.techrace.release.Digests;
import org.techrace.release.Durable;

/// The folder of fetched files: `SOURCE/SHA-256/FILE`. A file appears only when it is complete and
/// verified; until then its bytes are in `SOURCE/TABLE.part`. Several projects may share a cache.
///
/// @param folder the folder, which need not exist
public record Cache(Path folder) {

  /// Returns the path of the file of an entry, which need not exist.
  Path file(Distribution one, String sha256) {
    return source(one).resolve(sha256).resolve(one.fileName());
  }

  /// Returns the file of an entry if it exists with the size and checksum of the entry.
  public Optional<Path> verified(Distribution one, LockEntry entry) throws IOException {
    Path file = file(one, entry.sha256());
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && Files.size(file) == entry.bytes()
            && Digests.sha256(file).equals(entry.sha256())
        ? Optional.of(file)
        : Optional.empty();
  }

  /// Returns the incomplete file of a distribution.
  Part part(Distribution one) {
    return new Part(source(one).resolve(one.table() + ".part"));
  }

  /// Moves a complete file to its place, atomically.
  void complete(Distribution one, Part part, String sha256) throws IOException {
    Path file = file(one, sha256);
    Files.createDirectories(file.resolveSibling(""));
    Files.deleteIfExists(file);
    Durable.move(part.file(), file);
    part.delete();
  }

  /// Removes a file after it was replaced.
  void remove(Distribution one, String sha256) throws IOException {
    Path file = file(one, sha256);
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.resolveSibling(""));
  }

  private Path source(Distribution one) {
    return folder.resolve(one.source());
  }
}
