package org.techrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.techrace.release.Releases;

/// A copy of the small project in the test resources, to break and to build.
public final class Project {

  /// The result of a command.
  ///
  /// @param code the exit code
  /// @param out the standard output
  /// @param err the standard error, with paths relative to the project
  public record Outcome(int code, String out, String err) {
    /// The findings among what was printed.
    List<String> findings() {
      return Stream.concat(out.lines(), err.lines())
          .filter(line -> line.matches("(ERROR|WARN|INFO) \\[.*"))
          .toList();
    }
  }

  private final Path folder;

  private Project(Path folder) {
    this.folder = folder;
  }

  /// A copy of `src/cli/test/resources/project`.
  public static Project in(Path folder) throws IOException {
    Path from = Path.of("src/cli/test/resources/project");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = folder.resolve(from.relativize(file).toString());
        Files.createDirectories(to.resolve("..").normalize());
        Files.copy(file, to);
      }
    }
    return at(folder);
  }

  /// Returns the project in a folder.
  public static Project at(Path folder) {
    return new Project(folder);
  }

  public Path folder() {
    return folder;
  }

  public Releases releases() {
    return new Releases(folder.resolve("releases"));
  }

  /// Replaces a text that must be there.
  public Project edit(String file, String before, String after) throws IOException {
    String text = Files.readString(folder.resolve(file));
    if (!text.contains(before)) {
      throw new IllegalArgumentException(file + " has no '" + before + "'");
    }
    return write(file, text.replace(before, after));
  }

  public Project write(String file, String text) throws IOException {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  public Project write(String file, byte[] bytes) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.resolve("..").normalize());
    Files.write(path, bytes);
    return this;
  }

  /// Runs a command on this project, as a person would.
  ///
  /// @param command the command and its arguments
  public Outcome run(String... command) {
    return command(Stream.concat(Stream.of(command), project()).toArray(String[]::new));
  }

  /// Runs a command that does not work on this project.
  public Outcome command(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(args, new PrintWriter(out), new PrintWriter(err));
    return new Outcome(code, relative(out), relative(err));
  }

  private Stream<String> project() {
    return Stream.of("--project", folder.toString());
  }

  private String relative(StringWriter text) {
    return text.toString().replace(folder + "/", "");
  }
}
