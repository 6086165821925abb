package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.techrace.engine.EngineOptions;
import org.techrace.engine.Explanation;
import org.techrace.link.GraphLinker;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.pipeline.Project;
import org.techrace.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace explain`: shows the result of each term map for one row, or the plan.
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Shows for one row of its tables the result of each term map and the triples.")
final class ExplainCommand implements Callable<Integer> {
  @Mixin private MappingOption sandbox = new MappingOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "MAPPING", description = "The mapping, as for map.")
  private Path mapping = Path.of("");

  @Option(
      names = "--row",
      paramLabel = "N",
      description = "The number of the row, from 1 (default: ${DEFAULT-VALUE}).")
  private long row = 1;

  @Option(
      names = "--plan",
      description =
          "Shows the plan instead: what is read of each table, for which triples maps and joins.")
  private boolean plan;

  @Override
  public Integer call() throws IOException {
    Report report = new Report();
    Optional<Project> project = MappingOption.projectOf(mapping);
    Optional<Mapping> read =
        MappingReader.read(mapping, Optional.empty(), sandbox.rdf(project), report);
    if (read.isPresent()) {
      EngineOptions options =
          EngineOptions.DEFAULT
              .withAccess(sandbox.of(mapping, report))
              .withFunctionsOf(MappingOption.functionsOf(mapping), report);
      if (project.isPresent()) {
        options = options.withBaseOfNames(project.get().base());
      }
      try (GraphLinker linker = MappingOption.linker(mapping, read.get()).orElse(null)) {
        if (linker != null) {
          options = options.withLinker(linker);
        }
        Explanation explanation = new Explanation(read.get(), options, report);
        List<String> lines = plan ? explanation.ofPlan() : explanation.ofRow(row);
        lines.forEach(spec.commandLine().getOut()::println);
      }
    }
    FindingsPrinter.list(report, spec.commandLine().getErr());
    return report.hasErrors() ? 1 : 0;
  }
}
