package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.serve.ReliabilityDoc;

/// The arguments that the launcher passes to Java, which is here a script that prints them.
final class LauncherTest {
  private static final String WITHOUT_OPTIMIZING = "-XX:TieredStopAtLevel=1";

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void project() throws IOException {
    write("project/techrace", Files.readString(Path.of("techrace")), true);
    write("project/pom.xml", "<project/>", false);
    Files.createDirectories(folder.resolve("project/src/cli/main"));
    write("project/src/cli/pom.xml", "<project/>", false);
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

  /// Runs a command after `ulimit -n`, in the folder of the test.
  private Process limited(int files, String command) throws IOException {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-c", "ulimit -n " + files + "; " + command)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    shell.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    return shell.start();
  }

  private static String printed(Process process) throws IOException, InterruptedException {
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return printed;
  }

  @Test
  void tooFewOpenFilesAreRefusedWithASentence() throws Exception {
    for (String command : List.of("build", "check", "map", "serve")) {
      Process process = limited(64, "exec bash project/techrace " + command);
      assertThat(printed(process))
          .isEqualTo(
              "techrace %s needs %d open files and may have 64; raise the limit with 'ulimit -n 4096' (LimitNOFILE= in a systemd unit).\n"
                  .formatted(command, command.equals("serve") ? 512 : 180));
      assertThat(process.exitValue()).isEqualTo(3);
    }
    assertThat(printed(limited(180, "exec bash project/techrace serve")))
        .contains("needs 512 open");
    assertThat(printed(limited(180, "exec bash project/techrace build"))).contains("jar build");
  }

  /// Runs the program with its own libraries, not those of the tests.
  @Test
  void theLeastOpenFilesSuffice() throws Exception {
    Project small = Project.in(folder.resolve("small"));
    String libraries = Files.readString(Path.of("target/runtime.classpath")).strip();
    String java =
        "'%s/bin/java' -Xlog:disable --enable-native-access=ALL-UNNAMED -cp '%s:%s' %s"
            .formatted(
                System.getProperty("java.home"),
                Path.of("src/cli/target/classes").toAbsolutePath(),
                libraries,
                Main.class.getName());
    for (String command :
        List.of(
            "check",
            "map small/data/telescopes/mapping.ttl",
            "build",
            "build --force",
            "releases verify")) {
      Process process = limited(180, "exec " + java + " " + command + " --project small");
      assertThat(printed(process)).as(command).doesNotContain("Too many open files");
      assertThat(process.exitValue()).as(command).isZero();
    }
    assertThat(small.releases().list()).hasSize(2);
    ReliabilityDoc.golden(
        "Open files",
        "Commands under a limit of open files (`LauncherTest`). A run opens its libraries, which"
            + " are more than a hundred, and its own files.",
        List.of("`ulimit -n`", "`check`, `build`, `map`, `releases verify`", "`serve`"),
        List.of(
            List.of(
                "64",
                "exit 3 and a sentence: 180 are needed",
                "exit 3 and a sentence: 512 are needed"),
            List.of("180", "work", "exit 3 and a sentence: 512 are needed")));
  }

  @Test
  void smallTablesAreMappedWithoutTheOptimizingCompiler() throws Exception {
    table("t.csv", 31_000_000);
    assertThat(map()).contains(WITHOUT_OPTIMIZING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "POSIX", "xx_XX.UTF-8"})
  void argumentsAreInUtf8WhateverTheLocale(String locale) throws Exception {
    write("jdk/bin/java", "#!/bin/sh\necho \"$LC_ALL\"\n", true);
    ProcessBuilder launcher =
        new ProcessBuilder("bash", "project/techrace", "new", "Käse").directory(folder.toFile());
    launcher.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    launcher.environment().put("LC_ALL", locale);
    Process process = launcher.start();
    assertThat(process.getInputStream().readAllBytes()).asString().isEqualTo("C.UTF-8\n");
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

  /// Makes the launcher one of an installation: without sources, with a build of its own.
  private Path installed() throws IOException {
    Path launcher = folder.resolve("app/techrace");
    if (Files.exists(launcher)) {
      return launcher;
    }
    write("app/techrace", Files.readString(Path.of("techrace")), true);
    write("app/techrace.jar", "", false);
    write("app/build", "0.1.0+abc\n", false);
    // Writes the files that Java would write, and prints its arguments.
    write(
        "app/runtime/bin/java",
        """
        #!/bin/sh
        for o; do
          v=${o#*=}
          case $o in -XX:AOT*=/*) [ ! -d "${v%/*}" ] || : >>"$v" ;; esac
        done
        echo "$@"
        """,
        true);
    write("app/runtime/release", "JAVA_VERSION=\"25.0.3\"\n", false);
    return launcher;
  }

  /// Runs an installed launcher with the shell `sh`.
  private String sh(String home, String... args) throws Exception {
    ProcessBuilder command = new ProcessBuilder("sh", installed().toString());
    command.command().addAll(List.of(args));
    command.directory(folder.resolve("tables").toFile()).redirectErrorStream(true);
    command.environment().remove("XDG_CACHE_HOME");
    command.environment().put("HOME", folder.resolve(home).toString());
    return printed(command.start());
  }

  @Test
  void anInstalledProgramUsesItsOwnRuntimeOnTheProjectInTheWorkingFolder() throws Exception {
    assertThat(sh("home", "check"))
        .contains("-Dtechrace.project=" + folder.resolve("tables"))
        .contains("-jar " + folder.resolve("app/techrace.jar") + " check")
        .hasLineCount(1);
  }

  @Test
  void theFirstServePreparesACacheInTheFolderOfTheUser() throws Exception {
    Files.createDirectories(folder.resolve("home"));
    Path cache = folder.resolve("home/.cache/techrace" + folder.resolve("app"));
    assertThat(sh("home", "serve")).contains("preparing a fast start").contains("--rehearse");
    assertThat(cache.resolve("serve.aot")).exists();
    assertThat(cache.resolve("serve.aot.for")).hasContent("0.1.0+abc 25.0.3");
    assertThat(sh("home", "serve")).doesNotContain("preparing").contains(cache + "/serve.aot");
    Files.writeString(cache.resolve("serve.aot.for"), "0.0.9+abc 25.0.3\n");
    assertThat(sh("home", "serve")).as("of another build").contains("preparing a fast start");
  }

  /// A script may run once on a machine: `map` takes its time for a cache on a terminal only.
  @Test
  void theFirstMapOnATerminalPreparesACache() throws Exception {
    Files.createDirectories(folder.resolve("home"));
    Path cache = folder.resolve("home/.cache/techrace" + folder.resolve("app"));
    assertThat(sh("home", "map", "mapping.ttl"))
        .doesNotContain("preparing")
        .contains(cache + "/serve.aot");
    Path output = folder.resolve("output");
    assertThat(onTerminal("map", "mapping.ttl", ">" + output)).contains("preparing a fast start");
    assertThat(output).content().contains("-XX:AOTCache=" + cache + "/map.aot").hasLineCount(1);
    assertThat(cache.resolve("map.aot.for")).hasContent("0.1.0+abc 25.0.3");
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files).as("no sample is left").hasSize(2);
    }
    assertThat(onTerminal("map", "mapping.ttl")).doesNotContain("preparing");
    assertThat(sh("home", "map", "mapping.ttl"))
        .doesNotContain("preparing")
        .contains(cache + "/map.aot");
    Files.writeString(cache.resolve("map.aot.for"), "0.0.9+abc 25.0.3\n");
    assertThat(sh("home", "map", "mapping.ttl"))
        .as("of another build")
        .contains(cache + "/serve.aot");
    assertThat(onTerminal("map", "--help")).doesNotContain("preparing");
  }

  /// Runs an installed launcher as on a terminal.
  private String onTerminal(String... args) throws Exception {
    assumeThat(Path.of("/usr/bin/script")).as("util-linux").exists();
    ProcessBuilder command =
        new ProcessBuilder(
            "script", "-qec", "sh " + installed() + " " + String.join(" ", args), "/dev/null");
    command.directory(folder.resolve("tables").toFile()).redirectErrorStream(true);
    command.environment().remove("XDG_CACHE_HOME");
    command.environment().put("HOME", folder.resolve("home").toString());
    return printed(command.start());
  }

  @Test
  void withoutAPlaceForACacheItStartsAllTheSame() throws Exception {
    Files.writeString(folder.resolve("file"), "");
    assertThat(sh("file/home", "serve"))
        .doesNotContain("preparing")
        .contains("techrace.jar serve")
        .hasLineCount(1);
  }

  @Test
  void theSignalThatEndsItEndsThePreparation() throws Exception {
    Path launcher = installed();
    Path started = folder.resolve("started");
    write(
        "app/runtime/bin/java",
        "#!/bin/sh\necho $$ >%s.part; mv %s.part %s; exec sleep 1000\n"
            .formatted(started, started, started),
        true);
    ProcessBuilder command = new ProcessBuilder("sh", launcher.toString(), "serve");
    command.directory(folder.resolve("tables").toFile());
    command.environment().remove("XDG_CACHE_HOME");
    command.environment().put("HOME", Files.createDirectories(folder.resolve("home")).toString());
    Process process = command.start();
    while (process.isAlive() && !Files.exists(started)) {
      Thread.sleep(10);
    }
    long java = Long.parseLong(Files.readString(started).strip());
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(143);
    ProcessHandle.of(java).ifPresent(handle -> handle.onExit().join());
    try (Stream<Path> left = Files.walk(folder.resolve("home"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void aLinkToTheLauncherFindsTheProgram() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("tables/link"), installed());
    assertThat(printed(new ProcessBuilder("sh", link.toString(), "check").start()))
        .contains("-jar " + folder.resolve("app/techrace.jar") + " check");
  }
}
