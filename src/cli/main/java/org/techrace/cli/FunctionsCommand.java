package org.techrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.techrace.access.Access;
import org.techrace.engine.FunctionCatalog;
import org.techrace.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace functions`: lists the functions that a mapping can call.
@Command(
    name = "functions",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the functions that a mapping can call, each with an example.",
      "The functions of the project follow those of the tool. An example that returns another"
          + " result is an error."
    })
final class FunctionsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private FolderOption project = new FolderOption();
  @Mixin private PluginsOption plugins = new PluginsOption();

  @Parameters(
      paramLabel = "WORD",
      arity = "0..1",
      description = "List only functions whose name or description contains this word.")
  private String word = "";

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Report report = new Report();
    Path folder = project.folder();
    Access access =
        plugins.allowedWith(ProjectSettings.read(folder).sandbox()).allowReading(folder);
    plugins.reportUnused(folder, report);
    List<FunctionCatalog.Entry> own =
        FunctionCatalog.entries(folder.resolve("functions"), access, report).stream()
            .filter(this::isWanted)
            .toList();
    List<FunctionCatalog.Entry> builtIn =
        FunctionCatalog.entries().stream().filter(this::isWanted).toList();
    if (builtIn.isEmpty() && own.isEmpty()) {
      spec.commandLine().getErr().println("no function contains '" + word + "'");
      return 1;
    }
    if (!builtIn.isEmpty()) {
      out.println("@prefix fn: <" + FunctionCatalog.NAMESPACE + "> .");
    }
    for (FunctionCatalog.Entry function : builtIn) {
      print(function, "fn:" + function.name(), p -> p.replaceFirst("^(\\[?)", "$1fn:"), out);
    }
    for (FunctionCatalog.Entry function : own) {
      print(
          function,
          "<" + function.name() + ">",
          p -> p.replaceFirst("^(\\[?)([^\\]]*)", "$1<$2>"),
          out);
    }
    FindingsPrinter.list(report, spec.commandLine().getErr());
    return report.hasErrors() ? 1 : 0;
  }

  private boolean isWanted(FunctionCatalog.Entry function) {
    return (function.name() + " " + function.description())
        .toLowerCase(Locale.ROOT)
        .contains(word.toLowerCase(Locale.ROOT));
  }

  private static void print(
      FunctionCatalog.Entry function,
      String name,
      UnaryOperator<String> parameter,
      PrintWriter out) {
    out.println();
    out.println(
        "%s (%s)"
            .formatted(
                name, String.join(", ", function.parameters().stream().map(parameter).toList())));
    if (!function.description().isEmpty()) {
      out.println("    " + function.description().replaceFirst("\\.$", "") + ".");
    }
    if (!function.call().isEmpty()) {
      out.println("    %s = %s".formatted(escaped(function.call()), escaped(function.result())));
    }
  }

  private static String escaped(String text) {
    return text.replace("\n", "\\n").replaceAll("\\p{Cntrl}", "\\\\u0007");
  }
}
