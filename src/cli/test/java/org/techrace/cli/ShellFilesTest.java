package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Manual pages and completions, read by the programs that they are for.
final class ShellFilesTest {
  @TempDir private static Path share = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    ShellFiles.main(new String[] {share.toString()});
  }

  /// Runs a program on a script, and returns what it prints on both streams.
  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  private static void assumeProgram(String name) {
    assumeTrue(
        Stream.of("/usr/bin", "/bin", "/usr/local/bin")
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))),
        "needs " + name + ": skipped");
  }

  private static void pages(CommandLine command, Set<String> pages) {
    pages.add(ManualPage.name(command) + ".1.gz");
    Completions.visible(command).forEach(sub -> pages(sub, pages));
  }

  @Test
  void everyCommandHasAManualPage() throws Exception {
    Set<String> expected = new TreeSet<>();
    pages(Main.commandLine(new String[0]), expected);
    assertThat(expected).contains("techrace-releases-diff.1.gz").hasSizeGreaterThan(20);
    try (Stream<Path> files = Files.list(share.resolve("man/man1"))) {
      assertThat(files.map(f -> String.valueOf(f.getFileName())).collect(Collectors.toSet()))
          .isEqualTo(expected);
    }
  }

  @Test
  void manReadsThePageOfACommand() throws Exception {
    assumeProgram("man");
    String page =
        run(
            "env",
            "LC_ALL=C.UTF-8",
            "MANWIDTH=200",
            "MANROFFSEQ=",
            "man",
            "--warnings",
            "-P",
            "cat",
            share.resolve("man/man1/techrace-serve.1.gz").toString());
    assertThat(page)
        .contains("techrace-serve - Serves the project over HTTP\n")
        .contains("--port=PORT")
        .contains("--watch[=DIR]")
        .contains("The port; 0 takes a free one (default: 3030).")
        .doesNotContain("--rehearse")
        .doesNotContain("warning:");
  }

  @Test
  void bashCompletesOptions() throws Exception {
    assumeProgram("bash");
    String script =
        "source '%s'; COMP_WORDS=(techrace serve --po); COMP_CWORD=2; COMP_LINE='techrace serve --po'; _complete_techrace; echo \"${COMPREPLY[@]}\""
            .formatted(share.resolve("bash-completion/completions/techrace"));
    assertThat(run("bash", "-c", script).split("\\s+")).contains("--port");
  }

  @Test
  void fishCompletesCommandsAndOptions() throws Exception {
    assumeProgram("fish");
    Path script = share.resolve("fish/vendor_completions.d/techrace.fish");
    assertThat(fish(script, "techrace ser")).containsExactly("serve");
    assertThat(fish(script, "techrace serve --port")).containsExactly("--port");
    assertThat(fish(script, "techrace releases ro")).containsExactly("rollback");
    assertThat(fish(script, "techrace releases prune --k")).containsExactly("--keep");
    assertThat(fish(script, "techrace serve --rehe")).isEmpty();
  }

  private static List<String> fish(Path script, String line) throws Exception {
    return run("fish", "--no-config", "-c", "source '%s'; complete -C '%s'".formatted(script, line))
        .lines()
        .map(found -> found.replaceFirst("\t.*", "").replaceFirst("=$", ""))
        .toList();
  }

  /// Zsh completes in a terminal, which `zpty` provides.
  @Test
  void zshCompletesCommandsAndOptions() throws Exception {
    assumeProgram("zsh");
    Path functions = share.resolve("zsh/site-functions");
    Path script = share.resolve("complete.zsh");
    Files.writeString(
        script,
        """
        zmodload zsh/zpty
        zpty z zsh -f -i
        zpty -w z 'PROMPT= ; stty columns 200; fpath=(%s $fpath); autoload -Uz compinit; compinit -u -D; bindkey "^I" complete-word; print READY'
        zpty -r -m z out '*READY*READY*'
        zpty -w -n z "$1"$'\\t'
        sleep 2
        zpty -w z ''
        zpty -w z 'print END'
        zpty -r -m z out '*END*'
        print -r -- $out
        zpty -d z
        """
            .formatted(functions));
    assertThat(run("zsh", "-f", script.toString(), "echo techrace ser")).contains("techrace ser");
    assertThat(run("zsh", "-f", script.toString(), "true; techrace ser"))
        .contains("techrace serve");
    assertThat(run("zsh", "-f", script.toString(), "true; techrace serve --po"))
        .contains("serve --port");
  }
}
