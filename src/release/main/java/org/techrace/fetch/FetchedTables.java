package org.techrace.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.techrace.report.Report;

/// Finds the fetched files that a build reads instead of the project's tables.
public final class FetchedTables {
  private FetchedTables() {}

  /// A fetched file.
  ///
  /// @param table the table that it replaces: source and name
  /// @param file the path of the file
  /// @param url the address of the file, as an IRI
  public record FetchedTable(String table, Path file, String url) {}

  /// Finds the files of `sources.lock` in the cache, and verifies them. A missing file is an error;
  /// a file that was never fetched is a warning, because the project's rows are read then.
  ///
  /// @param project the folder of the project
  /// @throws IOException if the lock file or the cache cannot be read
  public static List<FetchedTable> find(Path project, Cache cache, Report report)
      throws IOException {
    LockFile lock = LockFile.read(project);
    List<FetchedTable> found = new ArrayList<>();
    for (Distribution one : Distributions.read(project, report)) {
      Optional<LockEntry> entry = lock.entry(one.name());
      if (entry.isEmpty()) {
        report.warn(
            one.place(),
            "%s was not fetched, so the project's own rows are read; run 'techrace fetch %s'"
                .formatted(one.name(), one.source()));
        continue;
      }
      Optional<Path> file = cache.verified(one, entry.get());
      if (file.isEmpty()) {
        report.error(
            one.place(),
            "sources.lock has %s with the SHA-256 %s, and %s has no such file; run 'techrace fetch %s'"
                .formatted(one.name(), entry.get().sha256(), cache.folder(), one.source()));
        continue;
      }
      found.add(new FetchedTable(one.name(), file.get(), new UrlTemplate(entry.get().url()).iri()));
    }
    return found;
  }
}
