package org.techrace.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A project outside of this build that depends on one library alone compiles the programs of its
/// README and runs them, and has no more libraries than promised.
@Tag("long")
final class LibraryReadmesTest {
  private static final Path REPOSITORY = Path.of("target", "repository").toAbsolutePath();
  private static final String VERSION = "0.1.0";

  private static final Pattern BLOCK =
      Pattern.compile("(?m)^```(\\w*)\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir private Path folder = Path.of("");

  /// @param jars the largest number of jars on the class path, ours included
  /// @param megabytes their largest size together
  @ParameterizedTest
  @CsvSource({"store,30,20", "mapping,40,32", "release,95,65"})
  void programsOfTheReadmeRun(String module, int jars, int megabytes) throws Exception {
    String page = Files.readString(Path.of("src", module, "README.md"));
    Files.writeString(
        folder.resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>org.example</groupId>
          <artifactId>example</artifactId>
          <version>1</version>
          <dependencies>%s</dependencies>
        </project>
        """
            .formatted(blocks(page, "xml").getFirst()));
    installModules();
    String classPath = classPath();
    List<Path> libraries = Arrays.stream(classPath.split(":", -1)).map(Path::of).toList();
    long bytes = 0;
    for (Path library : libraries) {
      bytes += Files.size(library);
    }
    assertThat(libraries.size()).as("jars of techrace-" + module).isLessThanOrEqualTo(jars);
    assertThat(bytes / 1_000_000).as("MB of techrace-" + module).isLessThanOrEqualTo(megabytes);
    Set<String> versions =
        libraries.stream()
            .map(library -> library.getFileName().toString())
            .filter(name -> name.startsWith("jena-") && !name.startsWith("jena-text-"))
            .map(name -> name.replaceAll("^.*-(?=[0-9.]+jar$)", ""))
            .collect(Collectors.toSet());
    assertThat(versions).as("versions of Jena, but for jena-text, which has its own").hasSize(1);
    List<String> programs =
        blocks(page, "java").stream().filter(block -> block.contains("void main")).toList();
    List<String> printed = new ArrayList<>();
    for (String after : page.split("It prints:", -1)) {
      printed.add(blocks(after, "").stream().findFirst().orElse(""));
    }
    assertThat(programs).isNotEmpty().hasSameSizeAs(printed.subList(1, printed.size()));
    for (int i = 0; i < programs.size(); i++) {
      assertThat(printed(programs.get(i), classPath)).isEqualTo(printed.get(i + 1));
    }
  }

  /// Compiles a program and returns what it prints.
  private String printed(String program, String classPath) throws Exception {
    Files.writeString(folder.resolve("Example.java"), program);
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    Artefact.run(
        new ProcessBuilder(bin.resolve("javac").toString(), "-cp", classPath, "Example.java")
            .directory(folder.toFile()));
    Path printed = folder.resolve("printed");
    Path errors = folder.resolve("errors");
    Process run =
        new ProcessBuilder(
                bin.resolve("java").toString(),
                "-Dstdout.encoding=UTF-8",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath + ":.",
                "Example",
                Path.of("src/cli/test/resources/project").toAbsolutePath().toString())
            .directory(folder.toFile())
            .redirectOutput(printed.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(run.waitFor()).as(Files.readString(errors)).isZero();
    return Files.readString(printed);
  }

  private static List<String> blocks(String page, String language) {
    return BLOCK
        .matcher(page)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  /// Puts our modules into a repository in front of the user's, as `mvn install` does.
  private static void installModules() throws IOException {
    install(Path.of("pom.xml"), "techrace-parent", List.of());
    try (Stream<Path> modules = Files.list(Path.of("src"))) {
      for (Path module : modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
        String artifact = "techrace-" + module.getFileName();
        Path jar = module.resolve("target").resolve(artifact + ".jar");
        if (Files.exists(jar)) {
          install(module.resolve("pom.xml"), artifact, List.of(jar));
        }
      }
    }
  }

  private static void install(Path pom, String artifact, List<Path> jars) throws IOException {
    Path to = REPOSITORY.resolve("org/techrace").resolve(artifact).resolve(VERSION);
    Files.createDirectories(to);
    String name = artifact + "-" + VERSION;
    Files.copy(pom, to.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
    for (Path jar : jars) {
      Files.copy(jar, to.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private String classPath() throws Exception {
    Path home = Path.of(System.getProperty("maven.home", "/usr/share/maven"));
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/mvn").toString());
    command.addAll(List.of("-B", "-q", "-f", folder.resolve("pom.xml").toString()));
    command.add("org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath");
    command.addAll(List.of("-DincludeScope=runtime", "-Dmdep.outputFile=classpath"));
    command.add("-Dmaven.repo.local=" + REPOSITORY);
    command.add(
        "-Dmaven.repo.local.tail="
            + System.getProperty(
                "maven.repository", System.getProperty("user.home") + "/.m2/repository"));
    command.add("-Dmaven.repo.local.tail.ignoreAvailability=true");
    Artefact.run(new ProcessBuilder(command));
    return Files.readString(folder.resolve("classpath")).strip();
  }
}
