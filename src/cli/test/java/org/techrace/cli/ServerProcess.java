package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.techrace.ServerAddress;

/// `techrace serve` as a process of its own, to be stopped, continued and killed.
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final Path printed;
  private final URI sparql;
  private final HttpClient client = HttpClient.newHttpClient();

  private ServerProcess(Process process, Path printed) throws Exception {
    this.process = process;
    this.printed = printed;
    this.sparql = ServerAddress.await(process, printed);
  }

  /// Starts it, and waits until it serves.
  ///
  /// @param options of the JVM
  static ServerProcess start(Project project, Path printed, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("serve", "--port", "0", "--project", project.folder().toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    return new ServerProcess(process, printed);
  }

  /// All that it has printed.
  String printed() throws IOException {
    return Files.readString(printed);
  }

  HttpResponse<String> ask(String query, double seconds) throws Exception {
    return ask(query, "", seconds);
  }

  /// @param more further parameters
  /// @param seconds how long to wait
  HttpResponse<String> ask(String query, String more, double seconds) throws Exception {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(sparql + "?query=" + encoded + more))
            .header("Accept", "text/csv, */*;q=0.1")
            .timeout(Duration.ofMillis((long) (seconds * 1000)))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  /// The status of the home page, and how it is coded for one who accepts these codings.
  String coding(String accepted) throws Exception {
    HttpResponse<byte[]> home =
        client.send(
            HttpRequest.newBuilder(sparql.resolve("/")).header("Accept-Encoding", accepted).build(),
            BodyHandlers.ofByteArray());
    return home.statusCode() + " " + home.headers().firstValue("Content-Encoding").orElse("none");
  }

  void signal(String name) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  /// Stops it, and waits until all of its threads are stopped.
  void stop() throws Exception {
    signal("STOP");
    Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
    for (int i = 0; i < 100 && Files.isDirectory(threads) && !areStopped(threads); i++) {
      Thread.sleep(20);
    }
  }

  private static boolean areStopped(Path threads) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
      for (Path thread : all) {
        if (!Files.readString(thread.resolve("stat")).contains(") T ")) {
          return false;
        }
      }
      return true;
    }
  }

  /// Waits for its end.
  ///
  /// @return its exit code
  int end() throws InterruptedException {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    client.close();
  }
}
