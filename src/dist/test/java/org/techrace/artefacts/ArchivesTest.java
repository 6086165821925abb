package org.techrace.artefacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The portable archive, and that for Linux with its own Java runtime: unpacked and started.
@Tag("long")
final class ArchivesTest {
  private static final String LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
  private static final String PREPARING = "preparing a fast start";

  @TempDir private Path folder = Path.of("");

  /// Starts the launcher in a folder, with a home of its own and few variables.
  private ProcessBuilder techrace(Path program, Path in, String... args) {
    ProcessBuilder command =
        new ProcessBuilder().directory(in.toFile()).command(program.toString());
    command.command().addAll(List.of(args));
    command.environment().keySet().retainAll(Set.of("LANG"));
    command.environment().put("PATH", "/usr/bin:/bin");
    command.environment().put("HOME", folder.resolve("home").toString());
    return command;
  }

  @Test
  void portableArchiveMakesAndServesAGraph() throws Exception {
    Path home = Artefact.unzip(Artefact.file("techrace-.*-portable\\.zip"), folder);
    assertThat(home.resolve("runtime")).doesNotExist();
    Artefact.assertBillIs(
        home.resolve("techrace-sbom.json"), home.resolve("NOTICE"), home.resolve("lib"));
    Path program = home.resolve("techrace");
    String java = System.getProperty("java.home");
    ProcessBuilder make = techrace(program, folder, "new", "planets");
    make.environment().put("JAVA_HOME", java);
    Artefact.run(make);
    ProcessBuilder serve = techrace(program, folder.resolve("planets"), "serve", "--port", "0");
    serve.environment().put("JAVA_HOME", java);
    // Without a place for a cache.
    serve.environment().put("XDG_CACHE_HOME", "/dev/null");
    List<String> installed = Artefact.listing(home);
    try (Served served = Served.start(serve, folder.resolve("printed"))) {
      assertThat(served.count(LABEL)).matches("n [1-9]\\d*");
      assertThat(served.program()).isEqualTo(Path.of(java, "bin", "java").toRealPath());
      assertThat(served.stop()).isEqualTo(143);
    }
    assertThat(Artefact.listing(home)).as("nothing is written there").isEqualTo(installed);
  }

  @Test
  void entriesOfThePortableArchiveHaveOneTimeAndFixedPermissions() throws IOException {
    Path zip = Artefact.file("techrace-.*-portable\\.zip");
    try (ZipFile file = ZipFile.builder().setPath(zip).get()) {
      for (ZipArchiveEntry entry : Collections.list(file.getEntries())) {
        assertThat(entry.getLastModifiedDate()).as(entry.getName()).isEqualTo(Artefact.BUILT);
        boolean isProgram = entry.isDirectory() || entry.getName().matches("[^/]*/techrace");
        assertThat(entry.getUnixMode() & 0777)
            .as(entry.getName())
            .isEqualTo(isProgram ? 0755 : 0644);
      }
    }
  }

  @Test
  void archiveForLinuxNeedsNoJava() throws Exception {
    assumeTrue(isLinux(), "the archive for Linux x64 is made on Linux x64 only: skipped");
    Set<String> roots = Artefact.untar(Artefact.file("techrace-.*-linux-x64\\.tar\\.gz"), folder);
    assertThat(roots).hasSize(1);
    Path home = folder.resolve(roots.iterator().next());
    Artefact.assertBillIs(
        home.resolve("techrace-sbom.json"), home.resolve("NOTICE"), home.resolve("lib"), "OpenJDK");
    assertThat(home.resolve("runtime/legal/java.base/LICENSE")).exists();
    Path program = home.resolve("techrace");
    Artefact.run(techrace(program, folder, "new", "planets"));
    ProcessBuilder serve = techrace(program, folder.resolve("planets"), "serve", "--port", "0");
    hideJava(serve);
    List<String> installed = Artefact.listing(home);
    String count;
    try (Served first = Served.start(serve, folder.resolve("first"))) {
      count = first.count(LABEL);
      assertThat(count).matches("n [1-9]\\d*");
      assertThat(first.printed()).contains(PREPARING);
      assertThat(first.program()).isEqualTo(home.resolve("runtime/bin/java"));
      assertThat(first.stop()).isEqualTo(143);
    }
    Path cache = folder.resolve("home/.cache/techrace" + home);
    assertThat(cache.resolve("serve.aot")).exists();
    assertThat(Artefact.listing(cache)).as("nothing temporary is left").hasSize(3);
    try (Served second = Served.start(serve, folder.resolve("second"))) {
      assertThat(second.count(LABEL)).isEqualTo(count);
      assertThat(second.printed()).doesNotContain(PREPARING).contains("is up to date");
    }
    assertThat(Artefact.listing(home)).as("nothing is written there").isEqualTo(installed);
  }

  /// Hides the Javas of the machine from a command, if this user may.
  private static void hideJava(ProcessBuilder command) throws Exception {
    boolean may =
        new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0
            && Files.isDirectory(Path.of("/usr/lib/jvm"));
    if (may) {
      List<String> hidden =
          List.of(
              "unshare",
              "--mount",
              "sh",
              "-c",
              "mount -t tmpfs none /usr/lib/jvm && ! java -version 2>/dev/null && exec \"$@\"",
              "sh");
      command.command().addAll(0, hidden);
    }
  }

  static boolean isLinux() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64");
  }
}
