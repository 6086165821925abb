package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script of the GitHub Action, on two commits of a repository, and the command that it calls.
final class ReviewCommandTest {
  @TempDir private Path folder = Path.of("");
  private Path repository = Path.of("");

  /// A project in a folder of a repository, committed.
  @BeforeEach
  void repository() throws Exception {
    assumeTrue(new ProcessBuilder("git", "--version").start().waitFor() == 0, "needs git: skipped");
    repository = Files.createDirectories(folder.resolve("repository"));
    run(0, "git", "init", "-q");
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    String[] make = {"new", repository.resolve("graph").toString()};
    assertThat(Main.run(make, out, out)).as(said.toString()).isZero();
    commit("first");
  }

  private void commit(String message) throws Exception {
    run(0, "git", "add", "-A");
    run(0, "git", "-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "-qm", message);
  }

  private String run(int code, String... command) throws IOException, InterruptedException {
    ProcessBuilder process = new ProcessBuilder(command).directory(repository.toFile());
    process.redirectErrorStream(true);
    process.environment().put("GITHUB_STEP_SUMMARY", summary().toString());
    Process run = process.start();
    String printed = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(printed).isEqualTo(code);
    return printed;
  }

  private Path summary() {
    return folder.resolve("summary.md");
  }

  /// Runs the script of the action, with a launcher that starts the classes of this test.
  private String action(int code, String base) throws Exception {
    Path launcher = folder.resolve("launcher");
    if (!Files.exists(launcher)) {
      Files.writeString(
          launcher,
          "#!/bin/sh\nexec '%s/bin/java' -XX:TieredStopAtLevel=1 -Xlog:disable --enable-native-access=ALL-UNNAMED -cp '%s' %s \"$@\"\n"
              .formatted(
                  System.getProperty("java.home"),
                  System.getProperty("java.class.path"),
                  Main.class.getName()));
      assertThat(launcher.toFile().setExecutable(true)).isTrue();
    }
    return run(
        code,
        "bash",
        Path.of("src/cli/main/action/review").toAbsolutePath().toString(),
        launcher.toString(),
        "graph",
        base);
  }

  private void edit(String file, String from, String to) throws IOException {
    Path path = repository.resolve("graph").resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  @Test
  void saysWhichStatementsAndAnswersChange() throws Exception {
    edit("data/planets/planets.csv", "Neptune,8,ice giant,1846", "Neptun,8,ice giant,1847");
    commit("second");
    assertThat(action(0, "HEAD~1")).doesNotContain("::error");
    String text = Files.readString(summary());
    assertThat(text)
        .contains("| planets | 2 | 2 | 2 |")
        .containsPattern("\n\\+ <[^>]*planet-neptune> <[^>]*label> \"Neptun\"@en \\.\n")
        .containsPattern("\n- <[^>]*planet-neptune> <[^>]*label> \"Neptune\"@en \\.\n")
        .containsPattern("Which planets[^`]*```diff\n- [^`]*,1846\n\\+ [^`]*,1847\n```")
        .contains("1 of 2 change.");
    assertThat(run(0, "git", "worktree", "list").lines()).as("no worktree is left").hasSize(1);
  }

  @Test
  void saysWhichNamesAreGoneWithoutAnother() throws Exception {
    edit("data/planets/planets.csv", "neptune,Neptune,8,ice giant,1846\n", "");
    commit("second");
    action(0, "HEAD~1");
    assertThat(summary())
        .content()
        .contains("1 IRIs name nothing any more, such as `")
        .contains("planet-neptune`. State `dct:isReplacedBy`");
  }

  @Test
  void findingsAreAnnotationsOnLines() throws Exception {
    edit("data/planets/planets.csv", "Mars,4,", "Mars,four,");
    commit("second");
    assertThat(action(1, "HEAD~1"))
        .contains("::error file=graph/data/planets/planets.csv,line=5")
        .contains("four");
    assertThat(summary()).content().contains("has errors, so nothing is compared");
  }

  @Test
  void nothingIsComparedOnTheFirstPush() throws Exception {
    action(0, "0".repeat(40));
    assertThat(summary()).doesNotExist();
  }

  @Test
  void withoutAChangeNothingIsListed() throws Exception {
    action(0, "HEAD");
    assertThat(summary())
        .content()
        .contains("No statement changes.")
        .contains("No answer changes.");
  }
}
