package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.OwnGraph;
import org.techrace.cli.Project;
import org.techrace.pipeline.Build;
import org.techrace.pipeline.Progress;
import org.techrace.release.Releases;
import org.techrace.report.Report;

/// The example in the documentation of [Server].
final class ServerExampleTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void servesTheCurrentRelease() throws IOException, InterruptedException {
    Releases releases = Project.in(folder).releases();
    org.techrace.pipeline.Project project =
        new org.techrace.pipeline.Project(folder, OwnGraph.PUBLICATION);
    assertThat(
            new Build(project, releases, "test", Progress.NONE)
                .publish(new Report(), Clock.systemUTC()))
        .isPresent();
    // @start region="start"
    try (Server server = Server.start(Options.DEFAULT.withPort(0), releases);
        HttpClient client = HttpClient.newHttpClient()) {
      URI query = server.uri().resolve("sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D");
      HttpRequest request =
          HttpRequest.newBuilder(query).header("Accept", "application/json").build();
      String answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      assertThat(answer).contains("true");
    }
    // @end
  }
}
