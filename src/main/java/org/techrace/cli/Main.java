package org.techrace.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The door to both halves of the house.
///
/// Exit codes: 0 done, 1 findings of severity ERROR, 2 wrong use, 3 broken (I/O, bug).
@Command(
    name = "techrace",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "Builds, checks, publishes and serves the knowledge graph of the technology race.",
    subcommands = {MapCommand.class, CommandLine.HelpCommand.class})
public final class Main {

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(args, out, err));
  }

  /// Runs one command and returns its exit code, so that a test can call it.
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    return new CommandLine(new Main()).setOut(out).setErr(err).execute(args);
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"techrace " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
