package org.techrace.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.techrace.release.Digests;
import org.techrace.release.Durable;

/// The folder that holds what was fetched: `SOURCE/SHA-256/FILE`. A file is there only once it is
/// complete and verified; until then its bytes are in `SOURCE/TABLE.part`. Several projects may
/// share a cache.
///
/// @param folder the folder, which need not exist
public record Cache(Path folder) {

  /// Where the file of an entry is, whether it is there or not.
  Path file(Distribution one, String sha256) {
    return source(one).resolve(sha256).resolve(one.fileName());
  }

  /// The file of an entry, if it is there with the size and checksum of the entry.
  public Optional<Path> verified(Distribution one, LockEntry entry) throws IOException {
    Path file = file(one, entry.sha256());
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && Files.size(file) == entry.bytes()
            && Digests.sha256(file).equals(entry.sha256())
        ? Optional.of(file)
        : Optional.empty();
  }

  /// What has arrived of a file that is not complete yet.
  Part part(Distribution one) {
    return new Part(source(one).resolve(one.table() + ".part"));
  }

  /// Moves what has arrived to its place, in one step.
  void complete(Distribution one, Part part, String sha256) throws IOException {
    Path file = file(one, sha256);
    Files.createDirectories(file.resolveSibling(""));
    Files.deleteIfExists(file);
    Durable.move(part.file(), file);
    part.delete();
  }

  /// Removes a file that another one has replaced.
  void remove(Distribution one, String sha256) throws IOException {
    Path file = file(one, sha256);
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.resolveSibling(""));
  }

  private Path source(Distribution one) {
    return folder.resolve(one.source());
  }
}
