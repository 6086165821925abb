package org.techrace.engine.source;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.techrace.mapping.LogicalSource;
import org.techrace.report.Report;

/// The files of the Web that a run reads, each fetched once into a temporary file.
public final class Downloads implements Closeable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final boolean allowed;
  private final Map<String, Path> files = new HashMap<>();
  private final List<Path> made = new ArrayList<>();

  public Downloads(boolean allowed) {
    this.allowed = allowed;
  }

  /// Fetches a file, if that is allowed; else, and if it cannot be had, that is reported.
  Optional<Path> fetch(LogicalSource.Web source, Report report) {
    if (!allowed) {
      report.error(
          source.at(),
          "the source is in the Web, <%s>; allow that with --web, or fetch the file and name its path"
              .formatted(source.url()));
      return Optional.empty();
    }
    Path file = files.get(source.url());
    if (file == null) {
      try {
        file = fetch(source.url());
        files.put(source.url(), file);
      } catch (IOException | IllegalArgumentException e) {
        // That nobody answers, or that there is no such host, has no message.
        String why = Objects.requireNonNullElse(e.getMessage(), "nobody answers there");
        report.error(source.at(), "<%s> cannot be fetched: %s".formatted(source.url(), why));
        return Optional.empty();
      }
    }
    return Optional.of(file);
  }

  private Path fetch(String url) throws IOException {
    Path file = Files.createTempFile("techrace-web", "");
    made.add(file);
    // Readers of tables want a path; this is for a run that is interrupted.
    file.toFile().deleteOnExit();
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(PATIENCE)
            .build()) {
      int status =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
                  HttpResponse.BodyHandlers.ofFile(file))
              .statusCode();
      if (status == 200) {
        return file;
      }
      throw new IOException("the server answers " + status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Path file : made) {
      Files.deleteIfExists(file);
    }
  }
}
