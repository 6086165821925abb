package org.techrace.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.pipeline.Build;
import org.techrace.pipeline.Project;
import org.techrace.query.StoredQueries;
import org.techrace.release.Releases;
import org.techrace.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `techrace review`: says what a change of the project changes in its graph.
@Command(
    name = "review",
    mixinStandardHelpOptions = true,
    description =
        "Lists the findings, and compares the graph with that of another state of the project:"
            + " statements added and removed, and answers that change. Nothing is published, and"
            + " the sandbox settings of techrace.toml are ignored.")
final class ReviewCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private InputsOption where = new InputsOption();
  @Mixin private FindingsOption findings = new FindingsOption();

  @Option(
      names = "--base",
      paramLabel = "DIR",
      description = "The project before the change (default: nothing is compared).")
  private @Nullable Path base;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description =
          "Write the comparison, in Markdown, to FILE (default: standard output, after findings as"
              + " text).")
  private @Nullable Path summary;

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("techrace-review");
    try {
      return review(new Releases(folder));
    } finally {
      PathUtils.deleteDirectory(folder);
    }
  }

  private int review(Releases releases) throws IOException {
    Optional<String> before = Optional.empty();
    if (base != null) {
      before = build(where.other(base.toAbsolutePath().normalize()), releases, new Report());
    }
    Report report = new Report();
    Optional<String> after = build(where.projectOfOthers(report), releases, report);
    Optional<String> compared =
        base == null
            ? Optional.empty()
            : Optional.of(comparison(releases, base, before, after, report));
    findings.print(report, where.folder(), spec.commandLine().getOut());
    if (compared.isPresent() && (findings.isText() || summary != null)) {
      write(compared.get());
    }
    return report.hasErrors() ? 1 : 0;
  }

  private String comparison(
      Releases releases,
      Path earlier,
      Optional<String> before,
      Optional<String> after,
      Report report)
      throws IOException {
    if (after.isEmpty()) {
      return "The project has errors, so nothing is compared.\n";
    }
    if (before.isEmpty()) {
      return "The project before the change has errors, so nothing is compared.\n";
    }
    Path questions = Path.of("queries", "questions");
    return Comparison.of(
        releases,
        before.get(),
        StoredQueries.read(earlier.resolve(questions)),
        after.get(),
        StoredQueries.read(where.folder().resolve(questions)),
        report);
  }

  private Optional<String> build(Project project, Releases releases, Report report)
      throws IOException {
    try (ProgressLine progress = new ProgressLine(spec.commandLine().getErr())) {
      return new Build(project.dryRun(), releases, Software.build(), progress)
          .publish(report, Clock.systemUTC());
    }
  }

  private void write(String text) throws IOException {
    if (summary == null) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
      return;
    }
    try (OutputStream out = Access.writeNamed(summary, () -> true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
