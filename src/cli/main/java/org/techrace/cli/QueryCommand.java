package org.techrace.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.techrace.guard.Scratch;
import org.techrace.query.QueryAnswer;
import org.techrace.release.Releases;
import org.techrace.report.Nearest;
import org.techrace.threads.Helpers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace query`: queries the current release.
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description = "Runs a SPARQL query on the current release.")
final class QueryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ProjectOption where = new ProjectOption();

  @Parameters(paramLabel = "FILE.rq", description = "The query; '-' reads standard input.")
  private Path file = Path.of("-");

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, csv, tsv or json (default: ${DEFAULT-VALUE}).")
  private QueryAnswer.Format format = QueryAnswer.Format.TABLE;

  @Option(
      names = "--explain",
      description =
          "Shows how the query runs instead of its answer: the operators with expected and actual"
              + " rows and times.")
  private boolean explain;

  @Option(
      names = "--without",
      paramLabel = "REWRITE",
      split = ",",
      description =
          "Switches off a rewrite that makes queries faster, to find the cause of a wrong answer or"
              + " a slow plan. Repeatable; an unknown name lists all.")
  private Set<String> without = Set.of();

  @Override
  public Integer call() throws IOException {
    Releases releases = where.releases();
    Optional<String> current = releases.current();
    if (current.isEmpty()) {
      throw new IOException(
          "no release in " + releases.folder() + "; build one with: techrace build");
    }
    new Helpers(Runtime.getRuntime().availableProcessors()).lendToAll();
    new Scratch(Scratch.Limits.DEFAULT).lendToAll();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      if (explain) {
        String plan = QueryAnswer.explain(releases, current.get(), text(), without);
        answer.writeBytes((plan + "\n").getBytes(StandardCharsets.UTF_8));
      } else {
        QueryAnswer.write(releases, current.get(), text(), without, format, answer);
      }
    } catch (IllegalArgumentException e) {
      spec.commandLine().getErr().println(file + ": " + e.getMessage());
      return 2;
    }
    spec.commandLine().getOut().print(answer.toString(StandardCharsets.UTF_8));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private String text() throws IOException {
    if (file.toString().equals("-")) {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!Files.exists(file) || Files.isDirectory(file)) {
      throw new ParameterException(
          spec.commandLine(),
          "the query file does not exist: %s; %s".formatted(file, Nearest.hintOfFile(file)));
    }
    return Files.readString(file);
  }
}
