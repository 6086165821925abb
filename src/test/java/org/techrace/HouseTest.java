package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Rules of the house that no compiler knows.
final class HouseTest {

  /// The test of the design: a new kind of entity touches no Java file, so Java names no kind.
  @Test
  void javaNamesNoKindOfEntity() throws Exception {
    Pattern kinds =
        Pattern.compile(
            "countr(y|ies)|\\bfirms?\\b|polic(y|ies)\\b|\\bexperts?\\b|\\bclaims?\\b|technolog(y|ies)\\b(?!"
                + " race)",
            Pattern.CASE_INSENSITIVE);
    List<String> found = new ArrayList<>();
    for (Path file : Sources.under(Path.of("src/main"), "")) {
      if (!file.toString().endsWith(".java") && !file.toString().endsWith(".jte")) {
        continue;
      }
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        Matcher m = kinds.matcher(lines.get(i));
        if (m.find()) {
          found.add(file + ":" + (i + 1) + ": " + m.group().toLowerCase(Locale.ROOT));
        }
      }
    }
    assertThat(found).isEmpty();
  }

  /// Code, release and pages cannot disagree on it.
  @Test
  void theLicenceOfTheGraphStandsInOnePlace() throws Exception {
    List<Path> files = new ArrayList<>();
    for (Path file : Sources.under(Path.of("src/main"), "")) {
      if (file.toString().matches(".*\\.(java|jte)")
          && Files.readString(file).matches("(?s).*(CC BY|licenses/by/4).*")) {
        files.add(file);
      }
    }
    assertThat(files).hasSize(1);
  }

  @Test
  void everyPackageIsNullMarked() throws Exception {
    List<Path> missing = new ArrayList<>();
    for (Path file : Sources.under(Path.of("src/main/java"), ".java")) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null && !Files.exists(folder.resolve("package-info.java"))) {
        missing.add(folder);
      }
    }
    assertThat(missing).isEmpty();
  }
}
