package org.techrace.artefacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.ServiceUnit;

/// The Debian package: its content, and, where the machine is for tests, install, start and purge.
@Tag("long")
final class DebianTest {
  /// Set where packages may be installed: on a machine that is thrown away after the tests.
  private static final String MAY_INSTALL = "TECHRACE_TEST_INSTALL";

  private static final String LABEL = "http://www.w3.org/2000/01/rdf-schema#label";

  @TempDir private Path folder = Path.of("");

  private static Path deb() throws IOException {
    assumeTrue(ArchivesTest.isLinux(), "the Debian package is made on Linux x64 only: skipped");
    return Artefact.file("techrace_.*_amd64\\.deb");
  }

  private static String run(String... command) throws IOException, InterruptedException {
    return Artefact.run(new ProcessBuilder(command));
  }

  private static void assumeDpkg() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "needs dpkg: skipped");
  }

  @Test
  void packageHasTheFilesOfADebianPackage() throws Exception {
    Path deb = deb();
    assumeDpkg();
    Path root = folder.resolve("root");
    run("dpkg-deb", "--extract", deb.toString(), root.toString());
    run("dpkg-deb", "--control", deb.toString(), folder.resolve("control").toString());
    assertThat(root.resolve("usr/bin/techrace").toRealPath())
        .isEqualTo(root.resolve("usr/lib/techrace/techrace").toRealPath())
        .isExecutable();
    assertThat(root.resolve("usr/share/man/man1/techrace-serve.1.gz")).exists();
    assertThat(root.resolve("usr/share/bash-completion/completions/techrace")).exists();
    assertThat(root.resolve("usr/share/zsh/vendor-completions/_techrace")).exists();
    assertThat(root.resolve("usr/share/fish/vendor_completions.d/techrace.fish")).exists();
    assertThat(root.resolve("usr/lib/systemd/system/techrace.service"))
        .hasSameTextualContentAs(Path.of("docs/deploy/techrace.service"));
    assertThat(folder.resolve("control/conffiles")).hasContent("/etc/default/techrace");
    assertThat(root.resolve("etc/default/techrace")).exists();
    Path doc = root.resolve("usr/share/doc/techrace");
    assertThat(doc.resolve("copyright")).exists();
    Artefact.assertBillIs(
        doc.resolve("techrace-sbom.json"),
        doc.resolve("NOTICE"),
        root.resolve("usr/lib/techrace/lib"),
        "OpenJDK");
    assertThat(run(root.resolve("usr/bin/techrace").toString(), "--version"))
        .startsWith("techrace ");
  }

  @Test
  void entriesBelongToRootAndHaveOneTime() throws Exception {
    Path deb = deb();
    assumeDpkg();
    ProcessBuilder list = new ProcessBuilder("dpkg-deb", "--contents", deb.toString());
    list.environment().put("TZ", "UTC");
    List<String> lines = Artefact.run(list).lines().toList();
    assertThat(lines).hasSizeGreaterThan(200);
    assertThat(lines).allMatch(line -> line.matches("\\S+ root/root +\\d+ 2026-11-24 00:00 .*"));
  }

  /// Runs the command of the unit as its user in its folder: the machine of the tests has no
  /// systemd.
  @Test
  void isInstalledStartedAndPurged() throws Exception {
    Path deb = deb();
    assumeTrue(
        System.getenv(MAY_INSTALL) != null
            && run("id", "-u").strip().equals("0")
            && Files.exists(Path.of("/etc/debian_version"))
            && !Files.exists(Path.of("/usr/lib/techrace")),
        "installs a package only as root on Debian with %s set: skipped".formatted(MAY_INSTALL));
    Path state = Path.of("/var/lib/techrace");
    try {
      run("dpkg", "--install", deb.toString());
      assertThat(run("getent", "passwd", "techrace")).contains(state + ":/usr/sbin/nologin");
      Map<String, String> unit = ServiceUnit.settings();
      assertThat(unit)
          .containsEntry("User", "techrace")
          .containsEntry("WorkingDirectory", "" + state);
      run("runuser", "-u", "techrace", "--", "/usr/bin/techrace", "new", state.toString());
      assertThat(state.resolve("techrace.toml")).exists();
      assertThat(unit.get("ConditionPathExists")).isEqualTo(state + "/techrace.toml");
      serves(unit, state);
      Files.writeString(Path.of("/etc/default/techrace"), "# mine\n");
      run("dpkg", "--remove", "techrace");
      assertThat(Path.of("/usr/lib/techrace")).doesNotExist();
      assertThat(Path.of("/etc/default/techrace")).as("kept by remove").hasContent("# mine");
      assertThat(run("dpkg", "--purge", "techrace")).contains("has files and is kept");
      assertThat(Path.of("/etc/default/techrace")).doesNotExist();
      assertThat(Path.of("/var/cache/techrace")).doesNotExist();
      assertThat(state.resolve("techrace.toml")).as("the user's tables are kept").exists();
    } finally {
      new ProcessBuilder("dpkg", "--purge", "techrace").start().waitFor();
      run("rm", "-rf", state.toString());
      new ProcessBuilder("userdel", "techrace").start().waitFor();
    }
  }

  private void serves(Map<String, String> unit, Path state) throws Exception {
    String exec = unit.getOrDefault("ExecStart", "").replace("$TECHRACE_OPTIONS", "").strip();
    assertThat(exec).startsWith("/usr/bin/techrace serve");
    Path cache = Path.of("/var/cache", unit.getOrDefault("CacheDirectory", ""));
    // The cache belongs to root, so that no AOT cache is made: that takes longer than this test.
    run("install", "-d", cache.toString());
    List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=techrace"));
    command.addAll(List.of("--regid=techrace", "--clear-groups", "--no-new-privs", "env", "-i"));
    command.addAll(List.of("PATH=/usr/bin:/bin", "HOME=" + state));
    for (String variable : unit.getOrDefault("Environment", "").split("\n", -1)) {
      command.add(variable);
    }
    command.addAll(Arrays.asList(exec.split(" ", -1)));
    command.addAll(List.of("--port", "0"));
    try (Served served =
        Served.start(
            new ProcessBuilder(command).directory(state.toFile()), folder.resolve("printed"))) {
      assertThat(served.count(LABEL)).matches("n [1-9]\\d*");
      assertThat(served.program()).hasToString("/usr/lib/techrace/runtime/bin/java");
      assertThat(served.stop()).isEqualTo(143);
    }
  }
}
