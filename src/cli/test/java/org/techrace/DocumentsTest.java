package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks that everything the documents name exists: linked files and headings, tests, and files by
/// their path in the project.
final class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:[.#](\\w+))?`");

  /// A command that runs some tests.
  private static final Pattern RUN = Pattern.compile("mvn [^`\\n]*-Dtest='?([\\w,]+)[^`\\n]*");

  private static final Pattern PATH =
      Pattern.compile("`((?:data|docs|ontology|queries|src)/[\\w./-]+)`");

  /// A placeholder in a path, as in `queries/pages/NAME.rq`; or a file that a build makes.
  private static final Pattern ANY = Pattern.compile("NAME|/\\.|\\.\\.|/target/");

  static List<Path> documents() throws Exception {
    List<Path> all = new ArrayList<>(Sources.under(Path.of("docs"), ".md"));
    try (Stream<Path> here = Files.list(Path.of(""))) {
      here.filter(file -> file.toString().endsWith(".md")).forEach(all::add);
    }
    all.add(Path.of("data/README.md"));
    return all;
  }

  private static List<MatchResult> all(Pattern pattern, Path document) throws Exception {
    return pattern.matcher(Files.readString(document)).results().toList();
  }

  /// A line of the script is the test command, without flags.
  @Test
  void continuousIntegrationRunsTheTestCommandOfTheReadme() throws Exception {
    MatchResult command =
        all(Pattern.compile("## Test\n\n```sh\n(.*)\n```"), Path.of("README.md")).getFirst();
    assertThat(Files.readAllLines(Path.of(".ci/run"))).endsWith(command.group(1));
  }

  /// The anchors of a document, as GitHub makes them of its headings.
  private static Set<String> anchors(Path document) throws Exception {
    return all(Pattern.compile("(?m)^#+ (.*)$"), document).stream()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aLinkLeadsToAFileAndItsHeading(Path document) throws Exception {
    for (MatchResult link : all(LINK, document)) {
      Path target =
          link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1)).normalize();
      assertThat(target).exists();
      if (link.group(2) != null) {
        assertThat(anchors(target)).contains(link.group(2));
      }
    }
  }

  /// Returns the sources of the tests with a name, which can be in several modules.
  private static List<String> sourcesOf(String test) throws Exception {
    List<String> sources = new ArrayList<>();
    for (Path file : Sources.ofModules("test/java", "Test.java")) {
      if (file.endsWith(test + ".java")) {
        sources.add(Files.readString(file));
      }
    }
    return sources;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aTestThatIsNamedIsThere(Path document) throws Exception {
    for (MatchResult test : all(TEST, document)) {
      List<String> sources = sourcesOf(test.group(1));
      assertThat(sources).as(test.group()).isNotEmpty();
      if (test.group(2) != null) {
        assertThat(sources)
            .as(test.group())
            .anyMatch(source -> source.contains("void " + test.group(2) + "("));
      }
    }
  }

  /// Each line of the tables of promises names the test that tries it.
  @Test
  void eachPromiseNamesItsTest() throws Exception {
    for (Path document : List.of(Path.of("SECURITY.md"), Path.of("docs/evidence/reliability.md"))) {
      int promises = 0;
      int column = 0;
      for (String line : Files.readAllLines(document)) {
        List<String> cells = List.of(line.split(" *\\| *", -1));
        if (!line.strip().startsWith("|")) {
          column = 0;
        } else if (cells.stream().anyMatch(cell -> cell.matches("(?i)promise|rule"))) {
          column =
              cells.stream().map(cell -> cell.toLowerCase(Locale.ROOT)).toList().indexOf("test");
        } else if (column > 0 && !cells.get(column).startsWith("--")) {
          promises++;
          assertThat(cells.get(column))
              .as(document + ": " + line)
              .matches("the same|.*(`\\w+Test\\b.*|`src/bench/run \\w+.*)");
        }
      }
      assertThat(promises).as(document.toString()).isGreaterThan(10);
    }
  }

  static List<Path> documentsAndBenchmarks() throws Exception {
    List<Path> all = documents();
    try (Stream<Path> files = Files.walk(Path.of("src/bench"))) {
      files.filter(file -> file.endsWith("run")).filter(Files::isRegularFile).forEach(all::add);
    }
    return all;
  }

  /// The long tests are left out of a run that does not ask for them.
  @ParameterizedTest
  @MethodSource("documentsAndBenchmarks")
  void aCommandRunsTheTestsThatItNames(Path document) throws Exception {
    for (MatchResult run : all(RUN, document)) {
      for (String test : run.group(1).split(",", -1)) {
        List<String> sources = sourcesOf(test);
        assertThat(sources).as(run.group()).isNotEmpty();
        boolean isLong =
            sources.stream()
                .anyMatch(
                    source ->
                        source.contains("@Tag(\"long\")\n") || source.contains("@InBrowser\n"));
        if (isLong) {
          assertThat(run.group())
              .as(test + " is a long test")
              .containsAnyOf("-Plong", "-Dtests.left.out=");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aPathThatIsNamedIsThere(Path document) throws Exception {
    for (MatchResult path : all(PATH, document)) {
      if (!ANY.matcher(path.group(1)).find()) {
        assertThat(Path.of(path.group(1))).exists();
      }
    }
  }
}
