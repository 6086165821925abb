package org.techrace.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.techrace.release.Releases;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace releases`: lists them, and changes which one is current.
@Command(
    name = "releases",
    mixinStandardHelpOptions = true,
    description = "Lists releases, promotes one, rolls back, prunes.")
final class ReleasesCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ProjectOption where = new ProjectOption();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists releases, oldest first; * marks the current one.")
  void list() throws IOException {
    Releases releases = where.releases();
    Optional<String> current = releases.current();
    for (String id : releases.list()) {
      say((current.filter(id::equals).isPresent() ? "* " : "  ") + id);
    }
  }

  @Command(
      name = "promote",
      mixinStandardHelpOptions = true,
      description = "Makes a release the current one.")
  void promote(@Parameters(paramLabel = "RELEASE", description = "Its name.") String id)
      throws IOException {
    where.releases().promote(id);
    say("release " + id + " is current");
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = "Makes the release before the current one current again.")
  void rollback() throws IOException {
    say("release " + where.releases().rollBack() + " is current");
  }

  @Command(
      name = "prune",
      mixinStandardHelpOptions = true,
      description = "Deletes the oldest releases; the current one always stays.")
  void prune(
      @Option(
              names = "--keep",
              paramLabel = "N",
              required = true,
              description = "How many to keep.")
          int keep)
      throws IOException {
    List<String> gone = where.releases().prune(keep);
    say(gone.isEmpty() ? "nothing to delete" : "deleted " + String.join(", ", gone));
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
  }
}
