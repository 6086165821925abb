package org.techrace.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.techrace.pipeline.Build;
import org.techrace.pipeline.Progress;
import org.techrace.pipeline.Project;
import org.techrace.release.Releases;
import org.techrace.report.Report;
import org.techrace.serve.Options;
import org.techrace.serve.Server;

/// The project's own release, served, and a browser in front of it: one of each for all test
/// classes that ask for it. Without chromium the tests of such a class are skipped.
///
/// @param folder where the release lies
record Shown(Path folder, Server server, Browser browser) implements AutoCloseable {

  /// Hands the one [Shown] to constructors and methods of tests.
  static final class Resolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Shown.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      assumeTrue(
          Browser.present(), "Debian's packages chromium and chromium-driver are not installed");
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(Shown.class, key -> start(), Shown.class);
    }
  }

  private static Shown start() {
    try {
      Path folder = Files.createTempDirectory("shown");
      Releases releases = new Releases(folder);
      Report report = new Report();
      Project project = new Project(Path.of("").toAbsolutePath());
      Build build = new Build(project, releases, "test", Progress.NONE);
      assertThat(build.publish(report, Clock.systemUTC()))
          .as("what kept the release from being made: %s", report.findings())
          .isPresent();
      return new Shown(
          folder, Server.start(Options.DEFAULT.withPort(0), releases), Browser.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Opens a page of the project.
  void open(String path) {
    browser.open(server.uri().resolve(path));
  }

  @Override
  public void close() throws IOException {
    browser.close();
    server.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
