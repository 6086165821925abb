package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.Section;

/// Runs the commands in the files `src/cli/test/resources/commands/*.test` and compares what they
/// print.
///
/// A file begins with what it tests. Then it has sections, each after a line `==== NAME`:
///
/// - `project`: the case starts with the small project of the test resources;
/// - `file`: after the name a path; the content of the file, which replaces an earlier one;
/// - `command`: the arguments of `techrace`, one command a line; `./` is the folder of the case; a
///   line `show ./FILE` prints a file;
/// - `output`: what the commands above print, and `exit CODE` for those that do not end with 0.
///
/// `-Dgolden.update` writes the output into the files; compare it before you keep it.
final class CommandCasesTest {
  private static final Path CASES = Path.of("src/cli/test/resources/commands");

  @TempDir private Path folder = Path.of("");

  static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void prints(String name) throws IOException {
    List<Section> sections = Section.read(CASES.resolve(name));
    List<String> printed = new ArrayList<>();
    Project project = Project.at(folder);
    int compared = 0;
    for (Section section : sections) {
      switch (section.name()) {
        case "" -> assertThat(section.text()).as("what it tests").isNotBlank();
        case "project" -> project = Project.in(folder);
        case "file" -> project.write(section.title(), section.text() + "\n");
        case "command" ->
            section.lines().stream().map(this::run).forEach(lines -> printed.addAll(lines));
        case "output" -> {
          if (System.getProperty("golden.update") != null) {
            section.replace(printed);
            Section.write(CASES.resolve(name), sections);
          }
          assertThat(printed).isEqualTo(section.lines());
          printed.clear();
          compared++;
        }
        default -> throw new IllegalArgumentException("unknown section " + section.name());
      }
    }
    assertThat(printed).as("output that is not stated").isEmpty();
    assertThat(compared).isPositive();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> run(String line) {
    String[] command = line.split(" ", -1);
    for (int i = 0; i < command.length; i++) {
      command[i] = command[i].startsWith("./") ? folder + command[i].substring(1) : command[i];
    }
    if (command[0].equals("show")) {
      return lines(Path.of(command[1]));
    }
    Project.Outcome outcome = Project.at(folder).command(command);
    List<String> lines = new ArrayList<>();
    outcome.out().lines().forEach(lines::add);
    outcome.err().lines().forEach(lines::add);
    lines.replaceAll(text -> text.replace(folder.toString(), "."));
    if (outcome.code() != 0) {
      lines.add("exit " + outcome.code());
    }
    return lines;
  }
}
