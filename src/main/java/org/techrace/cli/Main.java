package org.techrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line: one subcommand a class.
///
/// Exit codes: 0 done, 1 findings of severity ERROR, 2 wrong use, 3 broken (I/O, bug).
@Command(
    name = "techrace",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Builds, checks, publishes and serves knowledge graphs.")
public final class Main {
  private static final List<Map.Entry<String, Class<?>>> COMMANDS =
      List.of(
          Map.entry("build", BuildCommand.class),
          Map.entry("check", CheckCommand.class),
          Map.entry("serve", ServeCommand.class),
          Map.entry("fetch", FetchCommand.class),
          Map.entry("link", LinkCommand.class),
          Map.entry("query", QueryCommand.class),
          Map.entry("releases", ReleasesCommand.class),
          Map.entry("map", MapCommand.class),
          Map.entry("explain", ExplainCommand.class),
          Map.entry("init", InitCommand.class),
          Map.entry("help", CommandLine.HelpCommand.class));

  /// Runs one command and exits with its code.
  ///
  /// Messages are in English and numbers in one format, whatever the language of the machine.
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(args, out, err));
  }

  /// Runs one command and returns its exit code, so that a test can call it.
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    return commandLine(args)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::broken)
        .execute(args);
  }

  /// Returns the command line. Only the named command is loaded: loading all takes 0.3 s.
  static CommandLine commandLine(String[] args) {
    CommandLine line = new CommandLine(new Main());
    String named = args.length == 0 ? "help" : args[0];
    boolean known = COMMANDS.stream().anyMatch(command -> command.getKey().equals(named));
    for (Map.Entry<String, Class<?>> command : COMMANDS) {
      if (!known || named.equals("help") || named.equals(command.getKey())) {
        line.addSubcommand(command.getKey(), command.getValue());
      }
    }
    return line;
  }

  /// Reports findings and failures of storage, a line each. Anything else is a bug: the stack trace
  /// helps to fix it.
  private static int broken(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    if (e instanceof FindingsException wrong) {
      FindingsPrinter.list(wrong.report(), command.getErr());
      return 1;
    }
    if (e instanceof IOException || e instanceof UncheckedIOException) {
      command.getErr().println("techrace: " + e.getMessage());
    } else {
      command.getErr().println("techrace: this is a bug; please report it with what follows");
      e.printStackTrace(command.getErr());
    }
    return 3;
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"techrace " + Software.version()};
    }
  }
}
