package org.techrace.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The build refuses a library that lacks what its last published version exported.
@Tag("long")
final class CompatibilityTest {
  private static final Path MODULE = Path.of("src/base");
  private static final String ARTIFACT = "techrace-base";
  private static final String OLD = "0.0.1";

  @TempDir private Path folder = Path.of("");

  /// @param added a package in which the published version has one class more
  /// @param succeeds true if programs could not use that class
  @ParameterizedTest
  @CsvSource({"report,false", "report.internal,true"})
  void comparesWithTheLastVersion(String added, boolean succeeds) throws Exception {
    Path versions = folder.resolve("org/techrace").resolve(ARTIFACT);
    Path published =
        Files.createDirectories(versions.resolve(OLD)).resolve(ARTIFACT + "-" + OLD + ".jar");
    Files.copy(MODULE.resolve("target").resolve(ARTIFACT + ".jar"), published);
    add(published, added);
    Files.writeString(
        versions.resolve(OLD).resolve(ARTIFACT + "-" + OLD + ".pom"),
        """
        <project><modelVersion>4.0.0</modelVersion>
          <groupId>org.techrace</groupId><artifactId>%s</artifactId><version>%s</version></project>
        """
            .formatted(ARTIFACT, OLD));
    Files.writeString(
        versions.resolve("maven-metadata-local.xml"),
        """
        <metadata><groupId>org.techrace</groupId><artifactId>%s</artifactId>
          <versioning><versions><version>%s</version></versions></versioning></metadata>
        """
            .formatted(ARTIFACT, OLD));
    Path printed = folder.resolve("printed");
    int code =
        new ProcessBuilder(command())
            .directory(MODULE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start()
            .waitFor();
    String output = Files.readString(printed);
    assertThat(code == 0).as(output).isEqualTo(succeeds);
    assertThat(output).doesNotContain("Ignoring missing old");
    if (!succeeds) {
      assertThat(output).contains("org.techrace.report.Gone.gone():METHOD_REMOVED");
    }
  }

  /// Runs the execution of the POM, without the other steps of a build.
  private List<String> command() {
    Path home = Path.of(System.getProperty("maven.home", "/usr/share/maven"));
    return List.of(
        home.resolve("bin/mvn").toString(),
        "-B",
        "-Partefacts",
        "-Dmaven.repo.local=" + folder,
        "-Dmaven.repo.local.tail="
            + System.getProperty(
                "maven.repository", System.getProperty("user.home") + "/.m2/repository"),
        "-Dmaven.repo.local.tail.ignoreAvailability=true",
        "jar:jar",
        "com.github.siom79.japicmp:japicmp-maven-plugin:cmp@compatibility");
  }

  /// Adds a class with a public method to a jar.
  private void add(Path jar, String name) throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("Gone.java"),
            "package org.techrace.%s; public class Gone { public void gone() {} }".formatted(name));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString()))
        .isZero();
    String file = "org/techrace/%s/Gone.class".formatted(name.replace('.', '/'));
    try (FileSystem entries =
        FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
      Path entry = entries.getPath(file);
      Files.createDirectories(entry.getParent());
      Files.copy(folder.resolve(file), entry);
    }
  }
}
