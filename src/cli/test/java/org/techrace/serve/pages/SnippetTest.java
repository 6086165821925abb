package org.techrace.serve.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import org.techrace.serve.pages.Questions.Question;

/// Tests that the programs shown next to the questions run unchanged.
@UsesServedProject
final class SnippetTest {
  private final ServedProject project;
  @TempDir private Path folder;

  SnippetTest(ServedProject project) {
    this.project = project;
  }

  /// Language, program, and a command that checks whether it is installed.
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "curl, bash, curl --version",
    "Python, /usr/bin/python3, /usr/bin/python3 -m SPARQLWrapper.main --version",
    "R, Rscript, Rscript --version",
    "JavaScript, node, node --version",
  })
  void runsUnchanged(String language, String program, String probe) throws Exception {
    assumeTrue(succeeds(probe.split(" ", -1)), language + " cannot be run here: " + probe);
    assertThat(output(program, snippet("12-claims-by-speaker-and-stance", language)))
        .contains("Tilly Zhang");
    assertThat(output(program, snippet("40-names-in-chinese", language))).contains("华为");
  }

  /// NA is a missing value in R, but the graph uses it as a country code.
  @Test
  void keepsTheTextNaInR() throws Exception {
    assumeTrue(succeeds("Rscript", "--version"), "R cannot be run here");
    String query = "SELECT * { VALUES (?code ?name) { (\"NA\" \"Namibia\") (UNDEF \"nowhere\") } }";
    assertThat(output("Rscript", written("na", query, "R")).lines())
        .anyMatch(line -> line.matches("1 +NA +Namibia"))
        .anyMatch(line -> line.matches("2 +<NA> +nowhere"));
  }

  @Test
  void everyQuestionCanBeQuotedInEveryLanguage() throws IOException {
    for (Question question : questions().list()) {
      assertThat(question.query().lines()).as(question.name()).doesNotContain("SPARQL");
      assertThat(question.query())
          .as(question.name())
          .doesNotContain("\"\"\"", "`", "${", ")---\"");
      assertThat(Snippet.of(question.query(), "http://localhost/sparql"))
          .hasSize(4)
          .allMatch(snippet -> snippet.text().contains(question.query().strip()));
    }
  }

  private Path snippet(String question, String language) throws IOException {
    return written(question, questions().named(question).orElseThrow().query(), language);
  }

  private Path written(String name, String query, String language) throws IOException {
    Snippet snippet =
        Snippet.of(query, project.uri("/sparql").toString()).stream()
            .filter(each -> each.language().equals(language))
            .findFirst()
            .orElseThrow();
    return Files.writeString(folder.resolve(name), snippet.text());
  }

  private static Questions questions() throws IOException {
    return Questions.read(Path.of("queries/questions"));
  }

  private static String output(String program, Path file) throws Exception {
    Process process =
        new ProcessBuilder(List.of(program, file.toString())).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
