package org.techrace.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.techrace.engine.Conservation;
import org.techrace.pipeline.Build;
import org.techrace.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `techrace check`: lists findings.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Lists the findings of a build, and what became of the cells of the tables. Nothing is"
            + " published, no logical target is written, and the sandbox settings of techrace.toml"
            + " are ignored.")
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private InputsOption where = new InputsOption();
  @Mixin private FindingsOption findings = new FindingsOption();

  @Override
  public Integer call() throws IOException {
    Report report = new Report();
    Conservation conservation;
    try (ProgressLine progress = new ProgressLine(spec.commandLine().getErr())) {
      conservation =
          new Build(where.projectOfOthers(report), where.releases(), Software.build(), progress)
              .check(report);
    }
    if (findings.isText()) {
      ConservationPrinter.print(conservation, spec.commandLine().getOut());
    }
    findings.print(report, where.folder(), spec.commandLine().getOut());
    return report.hasErrors() ? 1 : 0;
  }
}
