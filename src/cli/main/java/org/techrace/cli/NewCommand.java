package org.techrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.techrace.scaffold.NewProject;
import org.techrace.settings.GraphSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace new`: a project to begin with.
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    description =
        "Writes a small project that builds and serves at once. On a terminal it asks for what no"
            + " option gives. Nothing is overwritten.")
final class NewCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FOLDER", description = "The folder of the project, new or empty.")
  private Path folder = Path.of("");

  @Mixin private GraphOption graph = new GraphOption();

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "The prefix of its classes and properties (default: ex).")
  private @Nullable String prefix;

  @Option(
      names = "--publisher",
      paramLabel = "NAME",
      description = "The publisher of the graph (default: none).")
  private @Nullable String publisher;

  @Option(
      names = "--languages",
      paramLabel = "TAGS",
      description =
          "The languages in which names are shown, best first, such as de,en (default: en).")
  private @Nullable String languages;

  @Override
  public Integer call() throws IOException {
    NewProject project =
        new NewProject(
            graph.title(folder, true),
            graph.iris(folder, true),
            checked(
                "--prefix",
                GraphOption.answer("Prefix of its terms", prefix, "ex", true),
                "[A-Za-z]\\w*"),
            graph.licence(true),
            GraphOption.answer("Publisher", publisher, "", true),
            languages(GraphOption.answer("Languages, best first", languages, "en", true)));
    List<String> written = project.write(folder, true, LocalDate.now(ZoneOffset.UTC));
    PrintWriter out = spec.commandLine().getOut();
    written.forEach(file -> out.println("wrote " + folder.resolve(file)));
    out.println();
    out.println("Next:");
    out.println("  cd " + folder);
    out.println("  techrace serve           builds the graph and serves it");
    out.println("  techrace add TABLE.csv   adds a table of yours");
    return 0;
  }

  private String checked(String option, String text, String pattern) {
    if (!text.matches(pattern)) {
      throw wrong("%s is '%s'; expected letters and digits".formatted(option, text));
    }
    return text;
  }

  private List<String> languages(String text) {
    List<String> tags = Arrays.stream(text.split("[,\\s]+", -1)).filter(t -> !t.isEmpty()).toList();
    Optional<String> bad = tags.stream().filter(t -> !GraphSettings.isLanguage(t)).findFirst();
    if (tags.isEmpty() || bad.isPresent()) {
      throw wrong(
          "--languages is '%s'; expected language tags with commas, such as de,en".formatted(text));
    }
    return tags;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
