package org.techrace.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.convert.Converter;
import org.techrace.mapping.syntax.Notation;
import org.techrace.report.Nearest;
import org.techrace.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace convert`: writes a mapping in another notation.
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description =
        "Converts a mapping: YARRRML, JSON-LD, CSVW metadata or R2RML to RML in Turtle, and any"
            + " of them to YARRRML or JSON-LD. The result is a file to continue from.")
final class ConvertCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "MAPPING",
      description =
          "The mapping: .ttl, .yml, .yaml, .jsonld, or CSVW metadata whose name ends in"
              + " -metadata.json.")
  private Path mapping = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "The file to write; its extension selects the notation: .ttl, .yml, .yaml or .jsonld"
              + " (default: the same name with .ttl, and .yml for a mapping in Turtle).")
  private @Nullable Path output;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    Path from = mapping.toAbsolutePath().normalize();
    if (!Files.isRegularFile(from)) {
      err.println("the file %s does not exist; %s".formatted(mapping, Nearest.hintOfFile(mapping)));
      return 2;
    }
    Path to = output == null ? usual(from) : output.toAbsolutePath().normalize();
    String suffix = to.toString().replaceFirst("(?s).*\\.", ".");
    if (!suffix.matches("\\.(ttl|ya?ml|jsonld)")) {
      err.println(
          "the suffix of '%s' names no notation; expected .ttl, .yml, .yaml or .jsonld"
              .formatted(to.getFileName()));
      return 2;
    }
    if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      err.println(to + " already exists; move it away first, or choose another name with -o");
      return 2;
    }
    if (!to.resolveSibling("").equals(from.resolveSibling(""))) {
      err.println(
          "%s is in another folder than the mapping, whose relative paths would name other files; choose a name in its folder"
              .formatted(to));
      return 2;
    }
    Report report = new Report();
    Optional<String> text =
        new Converter(ReadableFile.named(from), report).to(Notation.of(to.toString()));
    FindingsPrinter.list(report, err);
    if (text.isEmpty()) {
      return 1;
    }
    try (OutputStream out =
        Access.none().allowWriting(to.resolveSibling("")).write(to, () -> true)) {
      out.write(text.get().getBytes(StandardCharsets.UTF_8));
    }
    spec.commandLine().getOut().println("wrote " + to);
    return 0;
  }

  private static Path usual(Path from) {
    String name = String.valueOf(from.getFileName());
    String stem =
        name.replaceFirst("\\.[^.]*$", "").replaceFirst("\\.csv-metadata$|-metadata$", "");
    String end = Notation.of(name) == Notation.TURTLE ? ".yml" : ".ttl";
    return from.resolveSibling(stem + end);
  }
}
