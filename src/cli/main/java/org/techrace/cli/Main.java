package org.techrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.techrace.rdf.Jena;
import org.techrace.remote.EndpointException;
import org.techrace.report.UnusableInputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line. Each subcommand is a class.
///
/// Exit codes: 0 success, 1 findings of severity ERROR, 2 wrong use, 3 failure (I/O, bug).
@Command(
    name = "techrace",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Builds, checks, publishes and serves knowledge graphs.")
public final class Main {
  /// Runs one command and exits with its code.
  ///
  /// Messages are in English and numbers have one format, independent of the locale of the machine.
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
    CompletableFuture<Void> jena = Jena.initialize();
    return commandLine(args)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::broken)
        .setExecutionStrategy(parsed -> execute(parsed, jena))
        .execute(args);
  }

  /// Runs the command once Jena is initialized, which takes about as long as parsing the command
  /// line.
  private static int execute(CommandLine.ParseResult parsed, CompletableFuture<Void> jena) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    jena.join();
    return new CommandLine.RunLast().execute(parsed);
  }

  /// Returns the command line. Only the named command is loaded.
  static CommandLine commandLine(String[] args) {
    CommandLine line = new CommandLine(new Main());
    CommandGroups.addTo(line, args.length == 0 ? "help" : args[0]);
    return line;
  }

  /// Reports findings and I/O failures, one per line. Any other exception is a bug, and is printed
  /// with its stack trace.
  private static int broken(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    if (e instanceof FindingsException wrong) {
      FindingsPrinter.list(wrong.report(), command.getErr());
      return 1;
    }
    Optional<UnusableInputException> input = UnusableInputException.in(e);
    if (input.isPresent()) {
      command.getErr().println("ERROR " + input.get().getMessage());
      return 1;
    }
    if (e instanceof IOException
        || e instanceof UncheckedIOException
        || e instanceof EndpointException) {
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
