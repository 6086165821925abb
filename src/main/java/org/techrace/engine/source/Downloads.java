package org.techrace.engine.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.access.RefusedException;
import org.techrace.mapping.LogicalSource;
import org.techrace.report.Report;

/// The files of the Web that a run reads, each fetched once into a temporary file.
public final class Downloads implements Closeable {
  private final Access access;
  private final Map<String, ReadableFile> files = new HashMap<>();

  /// @param access which hosts may be asked
  public Downloads(Access access) {
    this.access = access;
  }

  /// Fetches a file; nothing if that is not allowed or fails, which is reported.
  Optional<ReadableFile> fetch(LogicalSource.Web source, Report report) {
    ReadableFile file = files.get(source.url());
    if (file == null) {
      try {
        file = access.download(source.url());
        files.put(source.url(), file);
      } catch (RefusedException e) {
        report.error(source.at(), String.valueOf(e.getMessage()));
        return Optional.empty();
      } catch (IOException e) {
        report.error(
            source.at(), "<%s> cannot be fetched: %s".formatted(source.url(), e.getMessage()));
        return Optional.empty();
      }
    }
    return Optional.of(file);
  }

  @Override
  public void close() throws IOException {
    for (ReadableFile file : files.values()) {
      Files.deleteIfExists(file.path());
    }
  }
}
