package org.techrace.artefacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The Java runtime of the artefacts has the modules that the program and its libraries use.
@Tag("long")
final class RuntimeTest {
  /// Used by name or through a service: encodings of tables.
  private static final String BY_NAME = "jdk.charsets";

  /// An incubating module, which the JVM loads only on request; its library works without it.
  private static final String ON_REQUEST = "jdk.incubator.vector";

  private static final Pattern USED =
      Pattern.compile("-> ((?:java|jdk)\\.[\\w.]+)$", Pattern.MULTILINE);

  @Test
  void runtimeHasTheModulesThatJdepsFinds() throws Exception {
    assumeTrue(ArchivesTest.isLinux(), "the runtime is made on Linux x64 only: skipped");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jdeps").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "--multi-release", "25"));
    command.addAll(List.of("--ignore-missing-deps", "-s", "target/techrace.jar"));
    try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
      jars.sorted().forEach(jar -> command.add(jar.toString()));
    }
    Set<String> used =
        USED.matcher(Artefact.run(new ProcessBuilder(command)))
            .results()
            .map(module -> module.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(used).contains("java.base", "java.sql", ON_REQUEST);
    used.remove(ON_REQUEST);
    used.add(BY_NAME);
    // The runtime also has the modules that these require.
    String release = Files.readString(Path.of("target/runtime/release"));
    String modules = release.replaceAll("(?s).*MODULES=\"([^\"]*)\".*", "$1");
    assertThat(List.of(modules.split(" ", -1))).containsAll(used);
    String pom = Files.readString(Path.of("src/dist/linux/pom.xml"));
    String declared = pom.replaceAll("(?s).*<runtime.modules>(.*)</runtime.modules>.*", "$1");
    used.remove("java.logging");
    used.remove("java.xml");
    used.remove("java.transaction.xa");
    assertThat(Arrays.asList(declared.split(",", -1)))
        .as("no more than that; java.sql needs logging, XML and transactions")
        .hasSameElementsAs(used);
  }
}
