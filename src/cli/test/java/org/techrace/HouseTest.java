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
            "countr(y|ies)|\\bfirms?\\b|polic(y|ies)\\b|\\bexperts?\\b|\\bclaims?\\b",
            Pattern.CASE_INSENSITIVE);
    List<String> found = new ArrayList<>();
    for (Path file : Sources.ofModules("main", "")) {
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

  /// The tool serves any graph: what this one is called, where its IRIs begin and under which
  /// licence it is published is said in `techrace.toml`. The vocabulary of the tool has a namespace
  /// of its own below the same host.
  @Test
  void nothingInTheToolNamesThisGraph() throws Exception {
    Pattern graph =
        Pattern.compile(
            "technolog|w3id\\.org/techrace/(?!tool\\b)|" + Pattern.quote(OwnGraph.SETTINGS.title()),
            Pattern.CASE_INSENSITIVE);
    Pattern licence = Pattern.compile("CC BY|licenses/by/4");
    List<String> found = new ArrayList<>();
    for (Path file : Sources.ofModules("main", "")) {
      String name = file.toString();
      if (!name.matches(".*\\.(java|jte|js|css|properties|rq|ttl|tsv|txt|svg|md|toml)")) {
        continue;
      }
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        boolean isCode = name.matches(".*\\.(java|jte)");
        if (graph.matcher(lines.get(i)).find()
            || (isCode && licence.matcher(lines.get(i)).find())) {
          found.add(name + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() throws Exception {
    List<Path> missing = new ArrayList<>();
    for (Path file : Sources.ofModules("main/java", ".java")) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null && !Files.exists(folder.resolve("package-info.java"))) {
        missing.add(folder);
      }
    }
    assertThat(missing).isEmpty();
  }
}
