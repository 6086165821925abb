package org.techrace.serve;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.FreePort;
import org.techrace.TemporaryFolder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Debian's OpenRefine in a process of its own without a window. Uses the HTTP commands that its
/// pages use.
final class OpenRefine implements AutoCloseable {
  private static final Path INSTALLED = Path.of("/usr/share/openrefine");

  /// A library that the Debian package lacks. Without it, reconciliation fails inside OpenRefine.
  private static final Path LOCALIZER = Path.of("/usr/share/java/localizer.jar");

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient client = HttpClient.newHttpClient();
  private final TemporaryFolder folder;
  private final Process process;
  private final URI commands;

  private OpenRefine(TemporaryFolder folder, Process process, URI commands) {
    this.folder = folder;
    this.process = process;
    this.commands = commands;
  }

  static boolean isInstalled() {
    return Files.isDirectory(INSTALLED.resolve("webapp")) && Files.exists(LOCALIZER);
  }

  /// Starts OpenRefine in a folder of its own.
  static OpenRefine start() throws Exception {
    TemporaryFolder folder = TemporaryFolder.make("openrefine");
    Path path = folder.path();
    int port = FreePort.find();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                INSTALLED.resolve("server") + "/*",
                "-Djava.io.tmpdir=" + Files.createDirectory(path.resolve("temporary")),
                "-Drefine.headless=true",
                "-Drefine.data_dir=" + Files.createDirectory(path.resolve("data")),
                "-Drefine.webapp=" + application(path.resolve("webapp")),
                "-Drefine.host=127.0.0.1",
                "-Drefine.interface=127.0.0.1",
                "-Drefine.port=" + port,
                "com.google.refine.Refine")
            .redirectErrorStream(true)
            .redirectOutput(path.resolve("openrefine.log").toFile())
            .start();
    OpenRefine started =
        new OpenRefine(folder, process, URI.create("http://127.0.0.1:" + port + "/command/core/"));
    try {
      started.await(() -> started.token().length() > 1);
    } catch (Exception e) {
      started.close();
      throw e;
    }
    return started;
  }

  /// Links the installed web application, with one more library and without extensions.
  private static Path application(Path folder) throws IOException {
    Path installed = INSTALLED.resolve("webapp");
    Path libraries = Files.createDirectories(folder.resolve("WEB-INF/lib"));
    Files.createSymbolicLink(folder.resolve("modules"), installed.resolve("modules"));
    link(installed.resolve("WEB-INF"), folder.resolve("WEB-INF"));
    link(installed.resolve("WEB-INF/lib"), libraries);
    Files.createSymbolicLink(libraries.resolve("localizer.jar"), LOCALIZER);
    return folder;
  }

  private static void link(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Path link = to.resolve(from.relativize(file).toString());
        if (Files.notExists(link)) {
          Files.createSymbolicLink(link, file);
        }
      }
    }
  }

  /// A condition to wait for.
  interface Condition {
    boolean holds() throws Exception;
  }

  private void await(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (!process.isAlive()) {
        throw new IOException("OpenRefine ended by itself: exit code " + process.exitValue());
      }
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IOException e) {
        // Not started yet.
      }
      Thread.sleep(100);
    }
    throw new IOException("OpenRefine took longer than " + PATIENCE);
  }

  private String token() throws Exception {
    return json(request("get-csrf-token")).path("token").asString();
  }

  private HttpRequest.Builder request(String command) {
    return HttpRequest.newBuilder(commands.resolve(command)).timeout(PATIENCE);
  }

  private JsonNode json(HttpRequest.Builder request) throws Exception {
    return new JsonMapper().readTree(client.send(request.build(), BodyHandlers.ofString()).body());
  }

  /// Creates a project from a CSV file.
  ///
  /// @return its number
  String project(String csv) throws Exception {
    String boundary = "a-line-that-is-not-in-the-file";
    String form =
        part(boundary, "name=\"project-name\"", "test")
            + part(boundary, "name=\"project-file\"; filename=\"table.csv\"", csv)
            + "--"
            + boundary
            + "--\r\n";
    HttpResponse<String> made =
        client.send(
            request("create-project-from-upload?csrf_token=" + token())
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofString(form))
                .build(),
            BodyHandlers.ofString());
    String location =
        made.headers().firstValue("Location").orElseThrow(() -> new IOException(made.body()));
    return location.substring(location.indexOf('=') + 1);
  }

  private static String part(String boundary, String name, String value) {
    return "--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n"
        .formatted(boundary, name, value);
  }

  /// Runs a command of a project with the parameters that its page would send, and waits for its
  /// end.
  void run(String command, String project, Map<String, String> parameters) throws Exception {
    JsonNode answer =
        json(
            request(command + "?project=" + project)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(parameters))));
    if (answer.path("code").asString("").equals("error")) {
      throw new IOException(answer.toString());
    }
    await(() -> json(request("get-processes?project=" + project)).path("processes").isEmpty());
  }

  private String form(Map<String, String> parameters) throws Exception {
    Map<String, String> usual =
        Map.of("csrf_token", token(), "engine", "{\"facets\": [], \"mode\": \"row-based\"}");
    return Stream.concat(usual.entrySet().stream(), parameters.entrySet().stream())
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /// Returns the rows of a project, with the reconciliation results of its cells under `pool`.
  JsonNode rows(String project) throws Exception {
    return json(
        request("get-rows?project=" + project + "&start=0&limit=100")
            .POST(BodyPublishers.noBody()));
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    client.close();
    folder.close();
  }
}
