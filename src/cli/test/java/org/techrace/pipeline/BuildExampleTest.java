package org.techrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.rdf.Iris;
import org.techrace.release.Publication;
import org.techrace.release.Releases;
import org.techrace.report.Report;

/// The example in the documentation of [Build].
final class BuildExampleTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void buildsAndPromotesARelease() throws IOException {
    org.techrace.cli.Project.in(folder);
    // @start region="publish"
    Report report = new Report();
    Releases releases = new Releases(folder.resolve("releases"));
    Publication publication =
        new Publication(
            new Iris("https://w3id.org/techrace/"),
            "Telescopes",
            "",
            Optional.empty(),
            List.of("en"));
    Project project = new Project(folder, publication);
    Build build = new Build(project, releases, "1.0.0", Progress.NONE);
    Optional<String> id = build.publish(report, Clock.systemUTC());
    if (id.isEmpty()) {
      report.findings().forEach(System.out::println);
    }
    // @end
    assertThat(report.hasErrors()).isFalse();
    assertThat(id).isPresent().isEqualTo(releases.current());
    assertThat(build.upToDate()).isEqualTo(id);
  }
}
