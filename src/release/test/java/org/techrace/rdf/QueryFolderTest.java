package org.techrace.rdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QueryFolderTest {
  private static final Path BUILT_IN = Path.of("src/release/main/resources/queries");

  @TempDir private Path project;

  private List<QueryFile> read() throws IOException {
    return new QueryFolder(project, new Iris("https://example.org/cheese/"), "de").read("pages");
  }

  private String text(String name) throws IOException {
    return read().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow().text();
  }

  @Test
  void theIndexListsEveryBuiltInQuery() throws IOException {
    try (Stream<Path> files = Files.walk(BUILT_IN)) {
      assertThat(files.filter(file -> file.toString().endsWith(".rq")))
          .extracting(file -> BUILT_IN.relativize(file).toString())
          .containsExactlyInAnyOrderElementsOf(Files.readAllLines(BUILT_IN.resolve("index.txt")));
    }
  }

  @Test
  void fillsInTheBaseAndTheLanguage() throws IOException {
    assertThat(text("sources")).contains("\"https://example.org/cheese/graph/\"");
    assertThat(text("list/named")).contains("LANG(?name) IN (\"\", \"de\")");
    assertThat(read()).noneMatch(file -> file.text().contains("${"));
  }

  @Test
  void aFileOfTheProjectReplacesABuiltInOne() throws IOException {
    Files.createDirectories(project.resolve("pages/explore"));
    Files.writeString(project.resolve("pages/sources.rq"), "SELECT * {}");
    Files.writeString(project.resolve("pages/explore/own.rq"), "SELECT ?own {}");
    assertThat(text("sources")).isEqualTo("SELECT * {}");
    assertThat(text("explore/own")).isEqualTo("SELECT ?own {}");
  }

  @Test
  void anEmptyFileSwitchesAQueryOff() throws IOException {
    assertThat(read()).anyMatch(file -> file.name().equals("explore/sources"));
    Files.createDirectories(project.resolve("pages/explore"));
    Files.writeString(project.resolve("pages/explore/sources.rq"), "# not here\n");
    assertThat(read()).noneMatch(file -> file.name().equals("explore/sources"));
  }
}
