package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Same inputs, same bytes: wherever and whenever a release is made.
final class SameBytesTest {
  @TempDir private Path one = Path.of("");
  @TempDir private Path two = Path.of("");

  @Test
  void inAnotherFolderTimeZoneAndLanguage() throws IOException {
    Path first = build(Project.in(one));
    TimeZone zone = TimeZone.getDefault();
    Locale locale = Locale.getDefault();
    Path second;
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      Locale.setDefault(Locale.of("ar", "EG"));
      second = build(Project.in(two));
    } finally {
      TimeZone.setDefault(zone);
      Locale.setDefault(locale);
    }
    for (String part : new String[] {"data.nq.gz", "report.ttl"}) {
      assertThat(second.resolve(part)).as(part).hasSameBinaryContentAs(first.resolve(part));
    }
    assertThat(Files.size(first.resolve("data.nq.gz"))).isPositive();
    assertThat(withoutTimes(second)).isEqualTo(withoutTimes(first));
  }

  /// Returns the description of a release without its times.
  private static List<String> withoutTimes(Path release) throws IOException {
    return Files.readAllLines(release.resolve("release.ttl")).stream()
        .filter(line -> !line.contains("xsd:dateTime"))
        .toList();
  }

  private static Path build(Project project) throws IOException {
    Project.Outcome built = project.run("build");
    assertThat(built.code()).as(built.err()).isZero();
    return project.releases().folder(project.releases().current().orElseThrow());
  }
}
