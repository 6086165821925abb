package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The draft mapping of a messy file, run as it is, gives the graph next to the file. Each folder
/// of `src/cli/test/resources/messy` has one file, and the expected quads, sorted.
/// `-Dgolden.update` writes them; compare them with the file then.
final class MessyFilesTest {
  private static final Path CASES = Path.of("src/cli/test/resources/messy");
  private static final String EXPECTED = "expected.nq";

  @TempDir private Path folder = Path.of("");

  static List<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void initFindsTheGraphOf(String name) throws IOException {
    Path expected = CASES.resolve(name).resolve(EXPECTED);
    List<String> quads = quads(table(name));
    if (System.getProperty("golden.update") != null) {
      Files.write(expected, quads);
    }
    assertThat(quads).isNotEmpty().containsExactlyElementsOf(Files.readAllLines(expected));
  }

  private static Path table(String name) throws IOException {
    try (Stream<Path> files = Files.list(CASES.resolve(name))) {
      return files.filter(f -> !f.endsWith(EXPECTED)).findFirst().orElseThrow();
    }
  }

  private List<String> quads(Path table, String... options) throws IOException {
    Path copy = folder.resolve(table.getFileName().toString());
    Files.copy(table, copy);
    run(
        Stream.concat(
                Stream.of("init", copy.toString(), "--project", folder.toString()),
                Stream.of(options))
            .toArray(String[]::new));
    Path output = folder.resolve("o.nq");
    run("map", folder.resolve("mapping.ttl").toString(), "-o", output.toString());
    try (Stream<String> lines = Files.lines(output)) {
      return lines.sorted().toList();
    }
  }

  private static void run(String... command) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    assertThat(Main.run(command, out, out)).as(text.toString()).isZero();
    assertThat(text.toString()).doesNotContain("ERROR", "this is a bug");
  }

  @Test
  void hasEnoughCases() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
  }

  @Test
  void optionsReplaceGuesses() throws IOException {
    assertThat(quads(table("unclear-dates"), "--date-order=mdy"))
        .anyMatch(quad -> quad.contains("\"2026-01-02\"^^"))
        .anyMatch(quad -> quad.contains("\"2026-03-04\"^^"));
  }

  @Test
  void reportsOneBadFileAndMapsTheOthers() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "code,x\nA1,1\n");
    Files.writeString(folder.resolve("a.b.csv"), "code,x\nB1,1\n");
    Files.writeString(folder.resolve("empty.csv"), "");
    Project.Outcome outcome =
        Project.at(folder)
            .run(
                "init",
                folder.resolve("a.csv").toString(),
                folder.resolve("empty.csv").toString(),
                folder.resolve("a.b.csv").toString(),
                folder.resolve("none.csv").toString());
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("empty.csv] the file is empty", "none.csv does not exist");
    assertThat(Files.readString(folder.resolve("mapping.ttl"))).contains("<#a>", "<#a-b>");
    run("map", folder.resolve("mapping.ttl").toString(), "-o", folder.resolve("o.nq").toString());
    assertThat(Files.readString(folder.resolve("o.nq"))).contains("id/a-A1", "id/a-b-B1");
    assertThat(folder.resolve("source.ttl")).exists();
  }
}
