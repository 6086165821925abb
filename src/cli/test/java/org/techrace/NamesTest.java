package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A class that a comment or a document names exists. A document that states what was decided on a
/// day may name classes of that day.
final class NamesTest {
  /// Two words or more that are written like a class.
  private static final String TYPE = "[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+";

  private static final Pattern IN_COMMENT =
      Pattern.compile("(?<![\\w./:<#-])(" + TYPE + ")(?![\\w/-])");

  private static final Pattern IN_DOCUMENT =
      Pattern.compile("(?:`|\\[)(" + TYPE + ")(?:[.#]\\w+(?:\\(.*?\\))?)?(?:`|\\](?!\\())");

  private static final Pattern FULL =
      Pattern.compile("\\borg\\.techrace\\.(?:[a-z]\\w*\\.)+[A-Z]\\w*");

  private static final Pattern COMMENT = Pattern.compile("\\s*//.*");
  private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");

  /// A comment, or a text in one line.
  private static final Pattern NO_CODE = Pattern.compile("//.*|\"[^\"\n]*+\"");

  private static final Pattern WORD = Pattern.compile("\\b[A-Z]\\w+\\b");

  private static final Pattern OF_A_DAY =
      Pattern.compile("CHANGELOG\\.md|docs/(decisions|evidence)/.*");

  /// Names of other programs, formats and vocabularies, and of examples.
  private static final Set<String> OTHERS =
      Set.of(
          "DataOutput",
          "FileMetaData",
          "GeoNames",
          "GeographicLib",
          "GitHub",
          "JavaScript",
          "TypeScript",
          "OpenAlex",
          "PageHeader",
          "ShEx",
          "SoftCheeses",
          "TechraceError",
          "TimeGate",
          "WebJars");

  private static List<Path> files(String ending) throws IOException {
    List<Path> files = new ArrayList<>(Sources.under(Path.of("src"), ending));
    for (String folder : List.of("docs", "clients", "queries", "data", "ontology")) {
      files.addAll(Sources.under(Path.of(folder), ending));
    }
    try (var top = Files.list(Path.of(""))) {
      top.filter(file -> file.toString().endsWith(ending)).forEach(files::add);
    }
    files.removeIf(file -> OF_A_DAY.matcher(file.toString()).matches());
    return files;
  }

  /// Returns the words of all code that are written like a class: ours and those of libraries.
  private static Set<String> known() throws IOException {
    Set<String> known = new TreeSet<>(OTHERS);
    for (Path file : files(".java")) {
      String code = NO_CODE.matcher(Files.readString(file)).replaceAll("");
      WORD.matcher(code).results().map(MatchResult::group).forEach(known::add);
    }
    return known;
  }

  private static Set<String> types() throws IOException {
    Set<String> types = new TreeSet<>();
    for (Path file : files(".java")) {
      types.add(
          file.toString().replaceFirst(".*/java/", "").replace(".java", "").replace('/', '.'));
    }
    return types;
  }

  @Test
  void everyClassThatIsNamedExists() throws IOException {
    Set<String> known = known();
    Set<String> types = types();
    List<String> missing = new ArrayList<>();
    int names = 0;
    for (String ending : List.of(".java", ".md")) {
      for (Path file : files(ending)) {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
          String line = ADDRESS.matcher(lines.get(i)).replaceAll("");
          boolean isComment = ending.equals(".java");
          if (isComment && !COMMENT.matcher(line).matches()) {
            continue;
          }
          for (MatchResult name :
              (isComment ? IN_COMMENT : IN_DOCUMENT).matcher(line).results().toList()) {
            names++;
            if (!known.contains(name.group(1))) {
              missing.add("%s:%d %s".formatted(file, i + 1, name.group(1)));
            }
          }
          for (MatchResult name : FULL.matcher(line).results().toList()) {
            if (!types.contains(name.group())) {
              missing.add("%s:%d %s".formatted(file, i + 1, name.group()));
            }
          }
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(names).isGreaterThan(500);
  }
}
