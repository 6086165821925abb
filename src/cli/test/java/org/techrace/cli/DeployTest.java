package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.ServiceUnit;
import org.techrace.serve.Options;
import org.techrace.settings.Settings;

/// Options, commands, files and ports that `docs/deploy` names exist.
final class DeployTest {
  private static final Path DEPLOY = Path.of("docs/deploy");
  private static final List<String> FILES =
      List.of(
          "README.md",
          "replicas.md",
          "techrace.service",
          "techrace-replica.service",
          "techrace-publish.service");
  private static final String STATE = "/var/lib/techrace";

  /// A setting, with its table.
  private static final Pattern OPTION =
      Pattern.compile(
          "\\b(?:limits|limits\\.pages|serve|services|storage)\\.[a-z]+(?:-[a-z]+)*\\b(?!\\.)");

  /// A command in a shell, a unit or an `ENTRYPOINT`.
  private static final Pattern COMMAND =
      Pattern.compile("(?m)(?<=`|=/usr/bin/)techrace((?: [\\w.-]+)+)");

  private static String text(String file) throws IOException {
    return Files.readString(DEPLOY.resolve(file));
  }

  private static Stream<String> all(Pattern pattern) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String file : FILES) {
      all.append(text(file).replaceAll("\", *\"", " ")).append('\n');
    }
    return pattern.matcher(all).results().map(MatchResult::group).distinct().toList().stream();
  }

  static Stream<String> options() throws IOException {
    return all(OPTION);
  }

  static Stream<String> commands() throws IOException {
    return all(COMMAND);
  }

  @ParameterizedTest
  @MethodSource("options")
  void aSettingIsDescribed(String option) throws IOException {
    assertThat(Files.readString(Path.of("docs/settings.md"))).contains("\n| `" + option + "` |");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandCanBeGiven(String command) {
    String[] words =
        command
            .replaceAll("\\bN\\b", "1")
            .replaceFirst("--follow$", "--follow s3://bucket")
            .split(" ", -1);
    List<String> args = new ArrayList<>(Arrays.asList(words).subList(1, words.length));
    args.add("--help");
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    assertThat(Main.run(args.toArray(String[]::new), out, out)).as(said.toString()).isZero();
  }

  @Test
  void theUnitNamesWhatThereIs() throws IOException {
    Map<String, String> unit = ServiceUnit.settings();
    assertThat(unit).containsEntry("WorkingDirectory", STATE);
    assertThat(unit).containsEntry("ConditionPathExists", STATE + "/" + Settings.FILE);
    assertThat(unit).containsEntry("ExecStart", "/usr/bin/techrace serve $TECHRACE_OPTIONS");
    // The folders are below /var/lib and /var/cache, and systemd makes them.
    assertThat(unit).containsEntry("StateDirectory", "techrace");
    assertThat(unit).containsEntry("CacheDirectory", "techrace");
    assertThat(unit.get("Environment")).contains("XDG_CACHE_HOME=/var/cache");
    assertThat(Files.readString(Path.of("src/dist/linux/main/deb/default")))
        .contains("JAVA_TOOL_OPTIONS=")
        .contains("TECHRACE_OPTIONS=");
    assertThat(Integer.parseInt(unit.getOrDefault("TimeoutStopSec", "0")))
        .as("seconds to stop in")
        .isGreaterThan((int) Options.DEFAULT.drain().toSeconds());
  }

  @Test
  void theImageListensWhereThePagesSay() throws IOException {
    assertThat(Files.readString(Path.of("src/dist/image/pom.xml")))
        .contains("<port>" + Options.DEFAULT.port() + "</port>");
    assertThat(text("README.md"))
        .contains("-p %d:%1$d ".formatted(Options.DEFAULT.port()))
        .contains("http://localhost:%d/$/ping".formatted(Options.DEFAULT.operationsPort()));
  }
}
