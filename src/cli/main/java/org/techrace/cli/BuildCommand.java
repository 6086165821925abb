package org.techrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.techrace.pipeline.Build;
import org.techrace.pipeline.Project;
import org.techrace.release.Releases;
import org.techrace.remote.Holder;
import org.techrace.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Option(
      names = "--held-by",
      paramLabel = "ENGINE",
      description =
          "Make no store: load the data into another engine, which evaluates the checks and later"
              + " all queries. virtuoso, fuseki or qlever, also with an address"
              + " (fuseki=http://localhost:3030/ds), or the address of any SPARQL endpoint, into"
              + " which you load the data while the build waits.")
  private Optional<String> heldBy = Optional.empty();

  @Option(
      names = "--sql",
      paramLabel = "HOST:PORT",
      description =
          "The SQL port of Virtuoso (default: 1111 on the host of its endpoint). The password of"
              + " dba is in the environment variable VIRTUOSO_PASSWORD (default: dba).")
  private Optional<String> sql = Optional.empty();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    return build(where, holder(), force, true, out, spec.commandLine().getErr()) ? 0 : 1;
  }

  private Optional<Holder> holder() throws IOException {
    if (heldBy.isEmpty()) {
      return Optional.empty();
    }
    Holder holder;
    try {
      String password = System.getenv().getOrDefault("VIRTUOSO_PASSWORD", "dba");
      holder = Holder.of(heldBy.get(), sql, password);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--held-by: " + e.getMessage(), e);
    }
    return Optional.of(holder);
  }

  /// Builds a release, unless the current one is up to date and `force` is false.
  ///
  /// @param holder the engine that holds the data of the release instead of a store
  /// @param checksQueries true if the queries of pages and questions are checked also if the
  ///   current release is up to date
  /// @return true if the current release was built from the current inputs and nothing is wrong
  static boolean build(
      InputsOption where,
      Optional<Holder> holder,
      boolean force,
      boolean checksQueries,
      PrintWriter out,
      PrintWriter err)
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
      holder.ifPresent(engine -> build.heldBy(engine, out::println));
      Optional<String> current = build.upToDate();
      if (current.isPresent() && !force) {
        if (checksQueries) {
          build.checkQueries(current.get(), report);
          FindingsPrinter.print(report, err);
        }
        out.println("release " + current.get() + " is up to date");
        return !report.hasErrors();
      }
      if (holder.isPresent() && !force) {
        refuseTheEngineInUse(where.releases(), holder.get());
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

  /// Refuses to replace the data of the current release, because a server may read them.
  private static void refuseTheEngineInUse(Releases releases, Holder holder) throws IOException {
    Optional<String> current = releases.current();
    if (current.isPresent() && current.equals(releases.heldBy(holder.endpoint()))) {
      throw new IOException(
          "%s holds the current release %s, which a server may read; name another engine, or add --force to replace the data there"
              .formatted(holder.endpoint(), current.get()));
    }
  }
}
