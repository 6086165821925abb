package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The arguments that the launcher passes to Java, which is here a script that prints them.
final class LauncherTest {
  private static final String WITHOUT_OPTIMIZING = "-XX:TieredStopAtLevel=1";

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void project() throws IOException {
    write("project/techrace", Files.readString(Path.of("techrace")), true);
    write("project/pom.xml", "<project/>", false);
    Files.createDirectories(folder.resolve("project/src/main"));
    write("project/target/techrace.jar", "", false);
    write("jdk/release", "JAVA_VERSION=\"25.0.1\"\n", false);
    write("jdk/bin/java", "#!/bin/sh\necho \"$@\"\n", true);
    write("jdk/bin/javac", "#!/bin/sh\n", true);
    write("tables/mapping.ttl", "<#t> rml:source [ rml:path \"t.csv\" ] .\n", false);
  }

  private Path write(String name, String text, boolean program) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, text);
    if (program) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return file;
  }

  private void table(String name, long bytes) throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("tables").resolve(name).toFile(), "rw")) {
      file.setLength(bytes);
    }
  }

  /// Returns the arguments of Java for mapping the tables.
  private String map() throws IOException, InterruptedException {
    ProcessBuilder launcher =
        new ProcessBuilder("bash", "project/techrace", "map", "tables/mapping.ttl")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    launcher.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    Process process = launcher.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    assertThat(printed).endsWith("techrace.jar map tables/mapping.ttl\n").hasLineCount(1);
    return printed;
  }

  @Test
  void smallTablesAreMappedWithoutTheOptimizingCompiler() throws Exception {
    table("t.csv", 31_000_000);
    assertThat(map()).contains(WITHOUT_OPTIMIZING);
  }

  @Test
  void largeOnesWithIt() throws Exception {
    table("t.csv", 33_000_000);
    assertThat(map()).doesNotContain(WITHOUT_OPTIMIZING);
  }

  @Test
  void packedOnesCountTenfold() throws Exception {
    table("t.csv.gz", 3_100_000);
    assertThat(map()).contains(WITHOUT_OPTIMIZING);
    table("t.csv.gz", 3_300_000);
    assertThat(map()).doesNotContain(WITHOUT_OPTIMIZING);
  }

  @Test
  void whatLiesElsewhereMayBeLarge() throws Exception {
    table("t.csv", 1000);
    write("tables/mapping.ttl", "<#t> rml:source [ rml:path \"../t.csv\" ] .\n", false);
    assertThat(map()).doesNotContain(WITHOUT_OPTIMIZING);
    write(
        "tables/mapping.ttl", "<#t> rml:source [ d2rq:jdbcDSN \"jdbc:postgresql:d\" ] .\n", false);
    assertThat(map()).doesNotContain(WITHOUT_OPTIMIZING);
  }
}
