package org.techrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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

/// A source without rows is not in a release.
final class EmptySourceTest {
  private static final Publication PUBLICATION =
      new Publication(
          new Iris("https://w3id.org/techrace/"), "Test", "", Optional.empty(), List.of("en"));

  @TempDir private Path folder = Path.of("");

  @Test
  void releaseDoesNotListASourceWithoutRows() throws IOException {
    org.techrace.cli.Project files = org.techrace.cli.Project.in(folder.resolve("project"));
    assertThat(described(files, new Report())).containsPattern(subset("telescopes"));
    files.write(
        "data/telescopes/telescopes.csv", "slug,name,observatory,aperture,first_light,country\n");
    Report report = new Report();
    assertThat(described(files, report))
        .containsPattern(subset("observatories"))
        .doesNotContainPattern(subset("telescopes"));
    assertThat(report.findings().toString())
        .contains("data/telescopes", "no table has a row, so the source is not in the release")
        .doesNotContain("techrace fetch");
  }

  /// Builds a release and returns its description.
  private String described(org.techrace.cli.Project files, Report report) throws IOException {
    Releases releases = new Releases(folder.resolve("releases"));
    Project project = new Project(files.folder(), PUBLICATION);
    String id =
        new Build(project, releases, "1.0.0", Progress.NONE)
            .publish(report, Clock.systemUTC())
            .orElseThrow();
    return Files.readString(folder.resolve("releases").resolve(id).resolve("release.ttl"));
  }

  private static String subset(String source) {
    return "void:subset +<https://w3id.org/techrace/graph/" + source + ">";
  }
}
