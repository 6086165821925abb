package org.techrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.techrace.engine.FirstMapping;
import org.techrace.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace init`: a mapping to begin with.
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description =
        "Writes mapping.ttl beside new CSV tables: keys, datatypes and properties guessed.")
final class InitCommand implements Callable<Integer> {
  private static final Pattern PROPERTY =
      Pattern.compile("(?m)^tr:(\\w+) +a +owl:(?:Object|Datatype)Property");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ProjectOption project = new ProjectOption();

  @Parameters(paramLabel = "TABLE", arity = "1..*", description = "CSV files of one folder.")
  private List<Path> tables = List.of();

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    Path folder =
        Optional.ofNullable(tables.getFirst().toAbsolutePath().getParent()).orElse(Path.of(""));
    Path mapping = folder.resolve("mapping.ttl");
    for (Path table : tables) {
      if (!Files.isRegularFile(table)) {
        err.println("there is no file " + table);
        return 2;
      }
    }
    if (Files.exists(mapping)) {
      err.println(mapping + " exists already; move it away first");
      return 2;
    }
    Report report = new Report();
    String turtle = new FirstMapping(properties(), report).of(tables);
    report.findings().forEach(err::println);
    if (report.hasErrors()) {
      return 1;
    }
    Files.writeString(mapping, turtle);
    spec.commandLine()
        .getOut()
        .println(
            "wrote %s; edit it, add a source.ttl, and see `techrace explain %s --row 1`"
                .formatted(mapping, mapping));
    return 0;
  }

  /// The ontology's properties, by the form in which it declares them.
  private Set<String> properties() throws IOException {
    Path ontology = project.folder().resolve("ontology/techrace.ttl");
    if (!Files.exists(ontology)) {
      return Set.of();
    }
    return PROPERTY
        .matcher(Files.readString(ontology))
        .results()
        .map((MatchResult m) -> m.group(1))
        .collect(Collectors.toSet());
  }
}
