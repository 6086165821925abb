package org.techrace.engine.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.techrace.access.Access;
import org.techrace.access.Download;
import org.techrace.access.RefusedException;
import org.techrace.mapping.LogicalSource;
import org.techrace.report.Report;

/// The web files of a run. Each is downloaded once, into a temporary file. Safe for use by several
/// threads.
public final class Downloads implements Closeable {
  private final Access access;
  private final Map<String, Download> files = new HashMap<>();

  /// @param access the hosts that may be contacted
  public Downloads(Access access) {
    this.access = access;
  }

  /// Downloads a file, or returns the earlier download. Reports a download that is not allowed or
  /// fails, and then returns empty.
  synchronized Optional<Download> fetch(LogicalSource.Web source, Report report) {
    Download file = files.get(source.url());
    if (file == null) {
      try {
        file = access.download(source.url());
        files.put(source.url(), file);
      } catch (RefusedException e) {
        report.error(source.at(), String.valueOf(e.getMessage()));
        return Optional.empty();
      } catch (IOException e) {
        report.error(
            source.at(), "<%s> cannot be downloaded: %s".formatted(source.url(), e.getMessage()));
        return Optional.empty();
      }
    }
    return Optional.of(file);
  }

  @Override
  public synchronized void close() throws IOException {
    for (Download download : files.values()) {
      Files.deleteIfExists(download.file().path());
    }
  }
}
