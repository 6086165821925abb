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
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");
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

  @ParameterizedTest
  @MethodSource("documents")
  void aTestThatIsNamedIsThere(Path document) throws Exception {
    Set<String> tests =
        Sources.ofModules("test/java", "Test.java").stream()
            .map(file -> String.valueOf(file.getFileName()).replace(".java", ""))
            .collect(Collectors.toSet());
    assertThat(tests).containsAll(all(TEST, document).stream().map(t -> t.group(1)).toList());
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
