package org.techrace.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.feed.StaticFeed;
import org.techrace.release.Changes;
import org.techrace.release.DamagedReleaseException;
import org.techrace.release.Releases;
import org.techrace.release.Retention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace releases`: lists releases, and changes the current one.
@Command(
    name = "releases",
    mixinStandardHelpOptions = true,
    description = "Lists, promotes, rolls back, verifies, compares and prunes releases.")
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
  void promote(
      @Parameters(paramLabel = "RELEASE", description = "The name of the release.") String id)
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
      description =
          "Deletes the oldest releases, but not the current one and those that were cited.")
  void prune(
      @Option(
              names = "--keep",
              paramLabel = "N",
              required = true,
              description = "The number of releases to keep.")
          int keep,
      @Option(names = "--monthly", description = "Also keep the last release of each month.")
          boolean monthly,
      @Option(names = "--uncite", description = "Delete releases that were cited, too.")
          boolean uncite)
      throws IOException {
    if (keep < 1) {
      throw new ParameterException(spec.commandLine(), "--keep is " + keep + "; the least is 1");
    }
    List<String> deleted = where.releases().prune(new Retention(keep, monthly, !uncite));
    say(deleted.isEmpty() ? "nothing to delete" : "deleted " + String.join(", ", deleted));
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Reads every byte of releases and compares it with their checksums.")
  int verify(
      @Parameters(
              paramLabel = "RELEASE",
              arity = "0..*",
              description = "The names of the releases (default: all).")
          @Nullable List<String> ids)
      throws IOException {
    Releases releases = where.releases();
    int damaged = 0;
    for (String id : ids == null ? releases.list() : ids) {
      try {
        releases.verify(id);
        say("release " + id + " is unchanged since it was sealed");
      } catch (DamagedReleaseException e) {
        spec.commandLine().getErr().println("ERROR " + e.getMessage());
        damaged++;
      }
    }
    return damaged == 0 ? 0 : 1;
  }

  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = "Compares two releases: statements added, removed and superseded per source.")
  void diff(
      @Parameters(paramLabel = "EARLIER", description = "The name of the earlier release.")
          String earlier,
      @Parameters(paramLabel = "LATER", description = "The name of the later release.")
          String later,
      @Option(
              names = "--patch",
              description = "Write an RDF Patch from the earlier to the later release.")
          boolean patch)
      throws IOException {
    if (patch) {
      where.releases().patch(earlier, later, spec.commandLine().getOut());
      spec.commandLine().getOut().flush();
      return;
    }
    say("   added  removed  superseded  graph");
    for (Map.Entry<String, Changes.Count> e : where.releases().diff(earlier, later).entrySet()) {
      Changes.Count c = e.getValue();
      say("%8d %8d %11d  %s".formatted(c.added(), c.removed(), c.superseded(), e.getKey()));
    }
  }

  @Command(
      name = "feed",
      mixinStandardHelpOptions = true,
      description =
          "Writes the changes of all releases as files: an event stream (LDES), RDF Patches and an"
              + " Atom feed.")
  void feed(
      @Option(
              names = {"-o", "--output"},
              paramLabel = "DIR",
              required = true,
              description = "The folder to write to.")
          Path folder,
      @Option(
              names = "--url",
              paramLabel = "URL",
              required = true,
              description = "The address at which the folder will be published.")
          URI url)
      throws IOException {
    if (url.getScheme() == null || !url.getScheme().matches("https?") || url.getHost() == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--url is " + url + "; expected an address such as https://HOST/feed/");
    }
    Releases releases = where.releases();
    String last = releases.promoted();
    String address = url.toString().replaceFirst("/*$", "/");
    String name = ProjectSettings.read(where.existing()).graph().name();
    int files = new StaticFeed(releases, name, address).write(last, folder);
    say("wrote %d files to %s".formatted(files, folder));
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
  }
}
