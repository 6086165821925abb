package org.techrace.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.techrace.engine.FunctionCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace functions`: lists the functions that a mapping can call.
@Command(
    name = "functions",
    mixinStandardHelpOptions = true,
    description = "Lists the functions that a mapping can call, each with an example.")
final class FunctionsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "WORD",
      arity = "0..1",
      description = "List only functions whose name or description contains this word.")
  private String word = "";

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<FunctionCatalog.Entry> found =
        FunctionCatalog.entries().stream()
            .filter(
                f ->
                    (f.name() + " " + f.description())
                        .toLowerCase(Locale.ROOT)
                        .contains(word.toLowerCase(Locale.ROOT)))
            .toList();
    if (found.isEmpty()) {
      spec.commandLine().getErr().println("no function contains '" + word + "'");
      return 1;
    }
    out.println("@prefix fn: <" + FunctionCatalog.NAMESPACE + "> .");
    for (FunctionCatalog.Entry function : found) {
      out.println();
      out.println(
          "fn:%s (%s)"
              .formatted(
                  function.name(),
                  String.join(", ", function.parameters().stream().map("fn:"::concat).toList())));
      out.println("    " + function.description() + ".");
      out.println("    %s = %s".formatted(escaped(function.call()), escaped(function.result())));
    }
    return 0;
  }

  private static String escaped(String text) {
    return text.replace("\n", "\\n").replaceAll("\\p{Cntrl}", "\\\\u0007");
  }
}
