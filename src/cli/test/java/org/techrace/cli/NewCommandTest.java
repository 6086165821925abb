package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.cli.Project.Outcome;

final class NewCommandTest {
  @TempDir private Path folder;

  private Outcome make(Path project, String... options) {
    String[] command =
        Stream.concat(Stream.of("new", project.toString()), Stream.of(options))
            .toArray(String[]::new);
    return Project.at(folder).command(command);
  }

  @Test
  void writesAProjectWithoutAMistake() throws IOException {
    Path graph = folder.resolve("my graph");
    Outcome made =
        make(
            graph,
            "--title=K\"ase \\ & <co>",
            "--base=https://example.com/k/",
            "--prefix=k",
            "--licence=CC-BY-SA-4.0",
            "--publisher=Someone",
            "--languages=de,en");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).contains("wrote my graph/techrace.toml", "techrace serve");
    Project project = Project.at(graph);
    Outcome checked = project.run("check");
    assertThat(checked.out())
        .matches("\\d+ cells of \\d+ columns = .* \\+ 0 refused\n0 errors, 0 warnings, 0 notes\n");
    assertThat(checked.code()).isZero();
    assertThat(project.run("build").code()).isZero();
    project.edit("data/planets/planets.csv", "venus,Venus,2", "venus,Venus,1");
    assertThat(project.run("check").findings())
        .anyMatch(
            line -> line.contains("planets.csv:2") && line.contains("have the same position"));
    try (Stream<Path> files = Files.walk(graph)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(graph.resolve("releases"))) {
          assertThat(file).content().doesNotContain("${title", "${base", "w3id.org/techrace/id");
        }
      }
    }
  }

  @Test
  void usesTheNameOfTheFolderWithoutATerminal() throws IOException {
    assertThat(make(folder.resolve("cheese")).code()).isZero();
    assertThat(folder.resolve("cheese/techrace.toml"))
        .content()
        .contains("title = \"cheese\"", "base = \"https://example.org/cheese/\"");
  }

  @Test
  void overwritesNothing() throws IOException {
    Path graph = Files.createDirectories(folder.resolve("graph"));
    Path file = Files.writeString(graph.resolve("notes.txt"), "mine");
    Outcome made = make(graph);
    assertThat(made.code()).isEqualTo(3);
    assertThat(made.err()).contains("is not empty, and nothing is overwritten");
    try (Stream<Path> files = Files.list(graph)) {
      assertThat(files).containsExactly(file);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--base=https://example.org/x, 'not a base of IRIs'",
    "--prefix=a b, 'expected letters and digits'",
    "--licence=CC-BY-5.0, 'did you mean'",
    "--languages=deutsch!, 'expected language tags'"
  })
  void refusesWhatCannotBe(String option, String said) {
    Outcome made = make(folder.resolve("graph"), option);
    assertThat(made.code()).isEqualTo(2);
    assertThat(made.err()).contains(said);
    assertThat(folder.resolve("graph")).doesNotExist();
  }

  /// A wrong path creates nothing and says what is missing.
  @ParameterizedTest
  @CsvSource({"build", "check", "serve", "releases list"})
  void aFolderThatIsNoProjectIsReported(String command) throws IOException {
    Path nowhere = folder.resolve("nowhere");
    Outcome outcome = Project.at(nowhere).run(command.split(" "));
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("ERROR [" + nowhere + "] there is no such folder");
    assertThat(nowhere).doesNotExist();

    Path empty = Files.createDirectories(folder.resolve("empty"));
    outcome = Project.at(empty).run(command.split(" "));
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("ERROR [techrace.toml] the file is missing");

    Files.writeString(
        empty.resolve("techrace.toml"), "[graph]\ntitle = \"x\"\nbase = \"http://e.org/\"\n");
    outcome = Project.at(empty).run(command.split(" "));
    assertThat(outcome.findings())
        .containsExactlyElementsOf(
            List.of(
                "ERROR [data] the folder is missing; a project has one, and 'techrace new' shows"
                    + " what is in it",
                "ERROR [ontology] the folder is missing; a project has one, and 'techrace new'"
                    + " shows what is in it"));
    try (Stream<Path> files = Files.list(empty)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aSourceWithoutMappingOrDescriptionIsReported() throws IOException {
    Path graph = folder.resolve("graph");
    assertThat(make(graph).code()).isZero();
    Files.delete(graph.resolve("data/planets/mapping.ttl"));
    Files.delete(graph.resolve("data/planets/source.ttl"));
    assertThat(Project.at(graph).run("check").findings())
        .anyMatch(line -> line.startsWith("ERROR [data/planets/source.ttl] "))
        .anyMatch(line -> line.contains("data/planets/mapping.ttl]"));
  }

  @Test
  void aLicenceThatIsNotAllowedIsReported() throws IOException {
    Path graph = folder.resolve("graph");
    assertThat(make(graph, "--licence=CC0-1.0").code()).isZero();
    Project project =
        Project.at(graph)
            .edit(
                "data/planets/source.ttl",
                "https://creativecommons.org/publicdomain/zero/1.0/",
                "https://creativecommons.org/licenses/by-nc/4.0/");
    assertThat(project.run("check").findings())
        .containsExactly(
            "ERROR [data/planets/source.ttl] the licence"
                + " <https://creativecommons.org/licenses/by-nc/4.0/> is not allowed in this graph;"
                + " expected one of CC0 1.0, which graph.licences in techrace.toml lists");
  }
}
