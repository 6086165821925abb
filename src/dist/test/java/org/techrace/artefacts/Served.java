package org.techrace.artefacts;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.techrace.ServerAddress;

/// A server that an artefact has started, as a process of its own.
final class Served implements AutoCloseable {
  private final Process process;
  private final Path printed;
  private final HttpClient client = HttpClient.newHttpClient();

  private Served(Process process, Path printed) {
    this.process = process;
    this.printed = printed;
  }

  /// Starts a server.
  ///
  /// @param printed the file for what it prints
  static Served start(ProcessBuilder command, Path printed) throws IOException {
    return new Served(
        command.redirectErrorStream(true).redirectOutput(printed.toFile()).start(), printed);
  }

  /// Waits until the server answers, and returns the number of statements with this predicate.
  String count(String predicate) throws IOException, InterruptedException {
    String query = "SELECT (COUNT(*) AS ?n) { ?s <" + predicate + "> ?o }";
    URI uri =
        URI.create(
            "http://localhost:%d/sparql?query=%s"
                .formatted(
                    ServerAddress.await(process, printed).getPort(),
                    URLEncoder.encode(query, StandardCharsets.UTF_8)));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Accept", "text/csv")
            .timeout(Duration.ofMinutes(1))
            .build();
    return client.send(request, BodyHandlers.ofString()).body().replaceAll("\\s+", " ").strip();
  }

  String printed() throws IOException {
    return Files.readString(printed);
  }

  /// The program that runs.
  Path program() throws IOException {
    return Path.of("/proc", Long.toString(process.pid()), "exe").toRealPath();
  }

  /// Asks it to stop and returns its exit code.
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new AssertionError("it does not stop on SIGTERM");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    client.close();
  }
}
