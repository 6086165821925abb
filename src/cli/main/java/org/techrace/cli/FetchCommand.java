package org.techrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.techrace.access.Access;
import org.techrace.fetch.Cache;
import org.techrace.fetch.Distribution;
import org.techrace.fetch.Distributions;
import org.techrace.fetch.Fetcher;
import org.techrace.fetch.LockEntry;
import org.techrace.fetch.LockFile;
import org.techrace.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace fetch`: downloads the files that the sources declare.
@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    description =
        "Downloads the files that the sources declare in fetch.csv into the cache, and records them"
            + " in sources.lock. 'build --full' reads them. A file that has changed is refused"
            + " without --update. Hosts of this machine or its network need --web.")
final class FetchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private FolderOption where = new FolderOption();
  @Mixin private CacheOption cache = new CacheOption();
  @Mixin private WebOption web = new WebOption();

  @Parameters(
      paramLabel = "SOURCE",
      arity = "0..*",
      description = "A source, or a table as SOURCE/TABLE (default: all).")
  private List<String> names = List.of();

  @Option(
      names = "--update",
      description = "Accept files that have changed since they were fetched.")
  private boolean update;

  @Option(
      names = "--list",
      description = "List the declared files and their state in the cache, without a request.")
  private boolean list;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Report report = new Report();
    List<Distribution> declared = Distributions.read(where.folder(), report);
    if (report.hasErrors()) {
      FindingsPrinter.print(report, err);
      return 1;
    }
    List<Distribution> wanted = named(declared);
    if (list) {
      for (Distribution one : wanted) {
        out.println(line(one, LockFile.read(where.folder()), cache.cache()));
      }
      return 0;
    }
    Access access = web.allowedWith(ProjectSettings.read(where.folder()).sandbox());
    try (FetchLine progress = new FetchLine(out, err)) {
      new Fetcher(
              where.folder(),
              cache.cache(),
              access.allowPublicWeb(),
              source -> Optional.ofNullable(System.getenv(Fetcher.keyVariable(source))),
              Clock.systemUTC(),
              Thread::sleep,
              progress)
          .fetch(wanted, declared, update, report);
    }
    if (report.hasErrors()) {
      FindingsPrinter.print(report, err);
      return 1;
    }
    return 0;
  }

  private List<Distribution> named(List<Distribution> declared) {
    try {
      return Distributions.named(names, declared);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static String line(Distribution one, LockFile lock, Cache cache) throws IOException {
    Optional<LockEntry> entry = lock.entry(one.name());
    if (entry.isEmpty()) {
      return "%-9s %s from %s".formatted("absent", one.name(), one.url());
    }
    boolean there = cache.verified(one, entry.get()).isPresent();
    return "%-9s %s from %s, %s, %,d bytes, SHA-256 %s, licence %s"
        .formatted(
            there ? "fetched" : "missing",
            one.name(),
            entry.get().url(),
            LocalDate.ofInstant(entry.get().fetched(), ZoneOffset.UTC),
            entry.get().bytes(),
            entry.get().sha256(),
            entry.get().licence());
  }
}
