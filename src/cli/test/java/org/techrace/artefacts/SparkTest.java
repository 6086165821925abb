package org.techrace.artefacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.suite.Postgres;

/// Builds the program for Spark, which has a POM of its own, with the library of this build, and
/// runs its tests.
///
/// The library goes into a Maven repository in `target`, in front of the one of the user, so that
/// no other build can see it or be seen.
final class SparkTest {
  private static final Path MODULE = Path.of("spark");
  private static final Path REPOSITORY = Path.of("target", "repository").toAbsolutePath();

  @TempDir private Path scratch = Path.of("");

  private record Run(int code, String printed) {}

  private static Run maven(String... arguments) throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("maven.home", "/usr/share/maven"));
    String script = System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn";
    ProcessBuilder command =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(home.resolve("bin").resolve(script).toString(), "-B", "-ntp"),
                    Stream.of(arguments))
                .toList());
    Process process = command.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), printed);
  }

  private static String version() throws IOException {
    Matcher version =
        Pattern.compile("<spark.version>(.*)</spark.version>")
            .matcher(Files.readString(MODULE.resolve("pom.xml")));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  /// Puts the library into the repository, as `mvn install` does.
  private static void install() throws IOException {
    Path folder = REPOSITORY.resolve("org/techrace/techrace/0.1.0");
    Files.createDirectories(folder);
    Files.copy(
        Path.of("target/techrace.jar"),
        folder.resolve("techrace-0.1.0.jar"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        Path.of("pom.xml"),
        folder.resolve("techrace-0.1.0.pom"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void programIsBuiltAndPassesItsTests() throws Exception {
    // Into the repository of the user, where later builds find them.
    Run spark =
        maven(
            "-q",
            "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:get",
            "-Dartifact=org.apache.spark:spark-sql_2.13:" + version());
    assumeTrue(spark.code() == 0, "Maven cannot find the jars of Spark: its tests are skipped");
    install();
    Optional<Postgres> postgres = Postgres.start(scratch);
    Run build;
    try {
      build = build(postgres.map(started -> started.url() + "?user=postgres"));
    } finally {
      if (postgres.isPresent()) {
        postgres.get().close();
      }
    }
    List<String> told =
        build
            .printed()
            .lines()
            .filter(line -> line.startsWith("skipped") || line.contains("Tests run:"))
            .toList();
    told.forEach(System.out::println);
    assertThat(build.code()).as(build.printed()).isZero();
    assertThat(told).anyMatch(line -> line.contains("Tests run:"));
  }

  /// @param database the JDBC URL of an empty PostgreSQL database, if there is one
  private static Run build(Optional<String> database) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-f",
                MODULE.resolve("pom.xml").toString(),
                "verify",
                "-Dmaven.repo.local=" + REPOSITORY,
                "-Dmaven.repo.local.tail=" + System.getProperty("maven.repository"),
                "-Dmaven.repo.local.tail.ignoreAvailability=true",
                "-Dtechrace.shared="
                    + Path.of(System.getProperty("techrace.shared", "../shared"))
                        .toAbsolutePath()));
    database.ifPresent(url -> arguments.add("-Dtechrace.postgres=" + url));
    return maven(arguments.toArray(String[]::new));
  }
}
