package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.techrace.pipeline.Build;
import org.techrace.pipeline.Progress;
import org.techrace.pipeline.Project;
import org.techrace.release.Releases;
import org.techrace.report.Report;
import org.techrace.serve.Options;
import org.techrace.serve.Server;
import org.techrace.serve.TestLimits;

/// A server with the release of the project, built once for all test classes that need it.
///
/// @param folder the folder of the release
/// @param client an HTTP client
public record ServedProject(TemporaryFolder folder, Server server, HttpClient client)
    implements AutoCloseable {
  /// Enough time for what limits an answer, also on a slow machine.
  public static final Duration CHECKS = Duration.ofSeconds(6);

  /// Hands the one [ServedProject] to constructors and methods of tests.
  public static final class Resolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ServedProject.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return in(context);
    }
  }

  /// The one of a test run.
  public static ServedProject in(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(ServedProject.class, key -> start(), ServedProject.class);
  }

  private static ServedProject start() {
    try {
      TemporaryFolder folder = TemporaryFolder.make("served-project");
      Releases releases = new Releases(folder.path());
      Report report = new Report();
      Project project = OwnGraph.project();
      Build build = new Build(project, releases, "test", Progress.NONE);
      assertThat(build.publish(report, Clock.systemUTC()))
          .as("what kept the release from being made: %s", report.findings())
          .isPresent();
      Server server =
          Server.start(
              Options.DEFAULT
                  .edit()
                  .graph(OwnGraph.SETTINGS)
                  .limits(new TestLimits().checks(CHECKS).build())
                  .build()
                  .withPort(0),
              releases);
      // The server's own requests for warm-up must not count in other tests.
      server.awaitWarm();
      return new ServedProject(folder, server, HttpClient.newHttpClient());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// An address of the server.
  public URI uri(String path) {
    return server.uri().resolve(path);
  }

  /// Sends a GET request.
  public HttpResponse<String> get(String path, String accept)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri(path)).header("Accept", accept).build();
    return client.send(request, BodyHandlers.ofString());
  }

  /// Requests a page as a browser does, and requires status 200.
  public HttpResponse<String> browse(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = get(path, "text/html, */*;q=0.1");
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response;
  }

  /// The page at an address.
  public Document page(String path) throws IOException, InterruptedException {
    return Jsoup.parse(browse(path).body());
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
    folder.close();
  }
}
