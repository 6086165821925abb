package org.techrace.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.export.ParquetExport;
import org.techrace.feed.StaticFeed;
import org.techrace.release.Chain;
import org.techrace.release.Changes;
import org.techrace.release.Release;
import org.techrace.release.ReleaseSignature;
import org.techrace.release.Releases;
import org.techrace.release.Retention;
import org.techrace.release.signature.AllowedSigners;
import org.techrace.release.signature.SigningKey;
import org.techrace.report.UnusableInputException;
import org.techrace.settings.GraphSettings;
import org.techrace.storage.Follower;
import org.techrace.storage.StorageSettings;
import org.techrace.storage.StoredReleases;
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
    description =
        "Lists, promotes, rolls back, verifies, compares and prunes releases; sends them to object"
            + " storage and receives them.")
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
      name = "cited",
      mixinStandardHelpOptions = true,
      description =
          "Lists the releases that are kept because an answer of them was cited, with their size,"
              + " here or in object storage.")
  void cited(
      @Option(
              names = "--store",
              paramLabel = "URL",
              description =
                  "Those of a store: s3://BUCKET/PREFIX or file:/FOLDER. Replicas that follow it"
                      + " drop them, too.")
          @Nullable String url,
      @Option(
              names = {"-o", "--option"},
              paramLabel = "NAME=VALUE",
              description = "Replaces a setting, such as storage.endpoint=http://localhost:9000.")
          @Nullable Map<String, String> instead,
      @Option(
              names = "--drop",
              paramLabel = "RELEASE",
              description =
                  "Do not keep this release for its citations any longer; repeatable. It is deleted"
                      + " with other old releases.")
          @Nullable List<String> dropped)
      throws IOException {
    if (url == null) {
      Releases releases = where.releases();
      if (dropped == null) {
        Map<String, Long> cited = new LinkedHashMap<>();
        for (String id : releases.cited()) {
          cited.put(id, releases.names().contains(id) ? releases.bytes(id) : 0);
        }
        list(cited);
      } else {
        releases.dropCitations(dropped);
      }
    } else {
      Map<String, String> options = instead == null ? Map.of() : instead;
      StorageSettings settings = ProjectSettings.read(where.folder(), options).storage();
      try (StoreSession session =
          StoreSession.open(url, where.replica(), settings, spec.commandLine())) {
        if (dropped == null) {
          list(session.stored().cited());
        } else {
          session.stored().dropCitations(dropped);
        }
      }
    }
    if (dropped != null) {
      say("not kept for citations any longer: " + String.join(", ", dropped));
    }
  }

  /// Prints releases with their sizes in bytes.
  private void list(Map<String, Long> sizes) {
    sizes.forEach((id, bytes) -> say("%,10d KB  %s".formatted(bytes >> 10, id)));
    long all = sizes.values().stream().mapToLong(Long::longValue).sum();
    say("%,10d KB  in all".formatted(all >> 10));
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description =
          "Reads every byte of releases and compares it with their checksums; verifies their"
              + " signatures and the chain of releases.")
  int verify(
      @Parameters(
              paramLabel = "RELEASE",
              arity = "0..*",
              description = "The names of the releases (default: all).")
          @Nullable List<String> ids,
      @Mixin SignersOption signers,
      @Option(
              names = "--chain",
              description =
                  "Also verify that each release names the one before it, and that this one is here"
                      + " and was not replaced.")
          boolean chain)
      throws IOException {
    Releases releases = where.releases();
    Optional<AllowedSigners> required = signers.read();
    int wrong = 0;
    for (String id : ids == null ? releases.list() : ids) {
      try {
        releases.verify(id);
        String signed =
            required.isEmpty()
                ? ""
                : ", signed by " + ReleaseSignature.verify(releases.folder(id), id, required.get());
        say("release " + id + " is unchanged since it was sealed" + signed);
      } catch (UnusableInputException e) {
        wrong += error(String.valueOf(e.getMessage()));
      }
    }
    if (chain) {
      for (Chain.Link link : releases.chain()) {
        wrong += tell(link);
      }
    }
    return wrong == 0 ? 0 : 1;
  }

  /// Prints a link of the chain.
  ///
  /// @return 1 if it is broken, otherwise 0
  private int tell(Chain.Link link) {
    String id = link.release();
    String previous = link.previous().orElse("none");
    return switch (link.state()) {
      case FIRST -> noted("release %s names no release before it".formatted(id));
      case INTACT -> noted("release %s follows %s, which is as it was".formatted(id, previous));
      case BEGINS_HERE ->
          noted(
              "release %s follows %s, which is not here: the chain begins here"
                  .formatted(id, previous));
      case UNSTATED -> noted("release %s follows %s without its checksum".formatted(id, previous));
      case MISSING -> error("release %s follows %s, which is missing here".formatted(id, previous));
      case REPLACED ->
          error(
              "release %s follows %s, which was replaced: its SHA256SUMS is not the one that %s names"
                  .formatted(id, previous, id));
    };
  }

  private int noted(String line) {
    say(line);
    return 0;
  }

  private int error(String message) {
    spec.commandLine().getErr().println("ERROR " + message);
    return 1;
  }

  @Command(
      name = "sign",
      mixinStandardHelpOptions = true,
      description =
          "Signs a release, and the files of the project that go with it, in the format of"
              + " ssh-keygen -Y sign. Sign before push.")
  void sign(
      @Option(
              names = "--key",
              paramLabel = "FILE",
              required = true,
              description =
                  "The private key: ssh-ed25519, without a passphrase; made by ssh-keygen. It must"
                      + " not be in the project.")
          Path file,
      @Parameters(
              paramLabel = "RELEASE",
              arity = "0..1",
              description = "The name of the release (default: the current one).")
          @Nullable String id)
      throws IOException {
    Path project = where.existing();
    if (Files.exists(file) && file.toRealPath().startsWith(project.toRealPath())) {
      throw new ParameterException(
          spec.commandLine(),
          "--key '%s' is in the project, which others get to see; move it away, for example to ~/.ssh"
              .formatted(file));
    }
    Releases releases = where.releases();
    SigningKey key = SigningKey.read(file);
    String signed = id == null ? releases.promoted() : id;
    GraphSettings graph = ProjectSettings.read(project).graph();
    releases.sign(signed, StoreSession.site(project, graph), key);
    say("release %s is signed with %s".formatted(signed, key.publicKey()));
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

  @Command(
      name = "push",
      mixinStandardHelpOptions = true,
      description =
          "Sends a release to object storage and makes it the current one there. Sends only the"
              + " objects that the store does not have.")
  void push(
      @Mixin StoreOption store,
      @Parameters(
              index = "1",
              paramLabel = "RELEASE",
              arity = "0..1",
              description = "The name of the release (default: the current one).")
          @Nullable String id,
      @Option(names = "--keep-current", description = "Do not make it the current one.")
          boolean keepCurrent,
      @Option(names = "--again", description = "Send objects that the store has, too.")
          boolean again)
      throws IOException {
    Releases releases = where.releases();
    Path project = where.existing();
    ProjectSettings settings = store.settings(project);
    try (StoreSession session = store.open(releases, settings.storage());
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr())) {
      String pushed = id == null ? releases.promoted() : id;
      StoredReleases.Pushed result =
          session
              .stored()
              .push(
                  pushed,
                  StoreSession.site(project, settings.graph()),
                  !keepCurrent,
                  again,
                  progress::bytes);
      say(
          "sent %d objects of release %s (%,d KB); the store had %d; current there is %s"
              .formatted(
                  result.sent(),
                  pushed,
                  result.bytes() >> 10,
                  result.present(),
                  session.stored().current().orElse("none")));
    }
  }

  @Command(
      name = "pull",
      mixinStandardHelpOptions = true,
      description =
          "Receives a release from object storage, verifies every byte, and makes it the current"
              + " one here. Continues what was interrupted. Needs no project.")
  void pull(
      @Mixin StoreOption store,
      @Parameters(
              index = "1",
              paramLabel = "RELEASE",
              arity = "0..1",
              description = "The name of the release (default: the current one of the store).")
          @Nullable String id,
      @Option(names = "--keep-current", description = "Do not make it the current one.")
          boolean keepCurrent,
      @Mixin SignersOption signers)
      throws IOException {
    Releases releases = where.replica();
    Optional<AllowedSigners> required = signers.read();
    try (StoreSession session = open(store, releases).requiring(required);
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr())) {
      String pulled = session.stored().pull(Optional.ofNullable(id), progress::bytes);
      if (!keepCurrent) {
        releases.promote(pulled);
      }
      say("release %s is in %s".formatted(pulled, releases.folder()));
    }
  }

  @Command(
      name = "follow",
      mixinStandardHelpOptions = true,
      description =
          "Pulls whichever release becomes current in object storage, until it is stopped. Servers"
              + " of the folder serve it within a second. Needs no project.")
  void follow(@Mixin StoreOption store, @Mixin SignersOption signers)
      throws IOException, InterruptedException {
    Releases releases = where.replica();
    StorageSettings settings = store.settings(where.folder()).storage();
    Optional<AllowedSigners> required = signers.read();
    try (StoreSession session = store.open(releases, settings).requiring(required);
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
        Follower follower =
            new Follower(
                session.stored(),
                releases,
                settings.interval(),
                settings.keep(),
                id -> {
                  say("release " + id + " is pulled");
                  return true;
                },
                progress::bytes)) {
      say("following %s; press Ctrl-C to stop".formatted(session.url()));
      follower.run();
    }
  }

  @Command(
      name = "collect",
      mixinStandardHelpOptions = true,
      description =
          "Retires the oldest releases of object storage, but not the current one and those that"
              + " were cited, and deletes the objects that no release has needed for"
              + " storage.grace-hours.")
  void collect(
      @Mixin StoreOption store,
      @Option(
              names = "--keep",
              paramLabel = "N",
              required = true,
              description = "The number of releases to keep; 0 keeps all.")
          int keep,
      @Option(names = "--monthly", description = "Also keep the last release of each month.")
          boolean monthly)
      throws IOException {
    if (keep < 0) {
      throw new ParameterException(spec.commandLine(), "--keep is " + keep + "; the least is 0");
    }
    try (StoreSession session = open(store, where.replica())) {
      StoredReleases.Collected result =
          session.stored().collect(new Retention(keep, monthly, true));
      say(
          "retired %s; deleted %d objects (%,d KB)"
              .formatted(
                  result.retired().isEmpty() ? "nothing" : String.join(", ", result.retired()),
                  result.deleted(),
                  result.bytes() >> 10));
    }
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description =
          "Writes a release as Parquet files for other engines: a table for each class, and one for"
              + " each predicate, with typed columns.")
  void export(
      @Option(
              names = "--parquet",
              paramLabel = "DIR",
              required = true,
              description = "The folder to write to; it must be empty or not exist.")
          Path folder,
      @Parameters(
              paramLabel = "RELEASE",
              arity = "0..1",
              description = "The name of the release (default: the current one).")
          @Nullable String id)
      throws IOException {
    Releases releases = where.releases();
    try (Release release = releases.open(id == null ? releases.promoted() : id);
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr())) {
      int tables = ParquetExport.write(release, folder, progress::step);
      say("wrote %d tables of release %s to %s".formatted(tables, release.id(), folder));
    }
  }

  /// Opens a store for a command that needs no project.
  private StoreSession open(StoreOption store, Releases releases) throws IOException {
    return store.open(releases, store.settings(where.folder()).storage());
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
  }
}
