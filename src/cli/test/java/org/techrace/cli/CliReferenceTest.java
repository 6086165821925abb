package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// `docs/cli.md` contains the help of every command. `mvn test -Dtest=CliReferenceTest
/// -Dgolden.update` writes it.
final class CliReferenceTest {
  private static final Path PAGE = Path.of("docs/cli.md");

  @Test
  void documentContainsTheHelpOfEveryCommand() throws Exception {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Commands

        The output of `--help` for every command. Exit codes: 0 done, 1 findings of severity ERROR, 2 wrong use, 3 broken.
        """);
    append(page, Main.commandLine(new String[0]), "./techrace");
    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).hasContent(page.toString());
  }

  private static void append(StringBuilder page, CommandLine command, String name) {
    if (command.getCommandSpec().usageMessage().hidden()) {
      return;
    }
    page.append("\n## ").append(name).append("\n\n```\n");
    page.append(command.getUsageMessage(Ansi.OFF)).append("```\n");
    command.getSubcommands().forEach((sub, line) -> append(page, line, name + " " + sub));
  }
}
