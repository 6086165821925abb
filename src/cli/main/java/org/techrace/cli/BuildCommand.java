package org.techrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.techrace.pipeline.Build;
import org.techrace.pipeline.Project;
import org.techrace.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `techrace build`: builds a release and promotes it.
@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    description =
        "Builds a release of the project and promotes it. With a finding of severity ERROR nothing"
            + " is published.")
final class BuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private InputsOption where = new InputsOption();

  @Option(
      names = "--force",
      description =
          "Build everything again: even if the current release was made from the same inputs, and"
              + " without the results that the last build kept.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    return build(where, force, true, out, spec.commandLine().getErr()) ? 0 : 1;
  }

  /// Builds a release, unless the current one is up to date and `force` is false.
  ///
  /// @param checksQueries true if the queries of pages and questions are checked also if the
  ///   current release is up to date
  /// @return true if the current release was built from the current inputs and nothing is wrong
  static boolean build(
      InputsOption where, boolean force, boolean checksQueries, PrintWriter out, PrintWriter err)
      throws IOException {
    for (String left : where.releases().clean()) {
      out.println("removed " + left + ", left behind by an unfinished build or prune");
    }
    Report report = new Report();
    Project project = where.project(report);
    if (report.hasErrors()) {
      FindingsPrinter.print(report, err);
      err.println("nothing was published");
      return false;
    }
    Optional<String> made;
    try (ProgressLine progress = new ProgressLine(err)) {
      Build build = new Build(project, where.releases(), Software.build(), progress);
      Optional<String> current = build.upToDate();
      if (current.isPresent() && !force) {
        if (checksQueries) {
          build.checkQueries(current.get(), report);
          FindingsPrinter.print(report, err);
        }
        out.println("release " + current.get() + " is up to date");
        return !report.hasErrors();
      }
      made =
          force || !Software.isIdentified()
              ? build.publish(report, Clock.systemUTC())
              : build.publishChanges(report, Clock.systemUTC());
      if (build.unchangedSources() > 0) {
        out.println("sources kept from the last build: " + build.unchangedSources());
      }
    }
    FindingsPrinter.print(report, err);
    made.ifPresentOrElse(
        id -> out.println("release " + id + " built and promoted"),
        () -> err.println("nothing was published"));
    return made.isPresent();
  }
}
