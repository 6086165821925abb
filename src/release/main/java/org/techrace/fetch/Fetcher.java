package org.techrace.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.techrace.access.Access;
import org.techrace.access.Web;
import org.techrace.fetch.FileDownload.Version;
import org.techrace.release.Digests;
import org.techrace.release.FolderLock;
import org.techrace.report.Report;

/// Downloads the files that a project declares into the cache, and records them in `sources.lock`.
///
/// Up to four sources are fetched at the same time; the files of one source are fetched one after
/// the other, so that its publisher has only one client. Failures are reported, and the other files
/// are fetched. Only one run at a time uses a cache.
public final class Fetcher {
  private static final int SOURCES_AT_ONCE = 4;

  private final Path project;
  private final Cache cache;
  private final Access access;
  private final Function<String, Optional<String>> keys;
  private final Clock clock;
  private final Attempts attempts;
  private final FetchProgress progress;

  /// @param project the folder of the project
  /// @param access the allowed hosts, and the limits for their answers
  /// @param keys returns the user's key for the API of a source; it is sent, but not stored
  /// @param clock returns the time of a fetch
  /// @param pause waits before a request is repeated
  public Fetcher(
      Path project,
      Cache cache,
      Access access,
      Function<String, Optional<String>> keys,
      Clock clock,
      Pause pause,
      FetchProgress progress) {
    this.project = project;
    this.cache = cache;
    this.access = access.allowReading(project);
    this.keys = keys;
    this.clock = clock;
    this.attempts = new Attempts(clock, pause, progress);
    this.progress = progress;
  }

  /// Fetches files.
  ///
  /// @param wanted the files to fetch
  /// @param declared all files that the project declares; entries of others are removed from the
  ///   lock file
  /// @param update true to replace the entries of changed files in the lock file
  /// @throws IOException if the lock file or the cache cannot be used
  public void fetch(
      List<Distribution> wanted, List<Distribution> declared, boolean update, Report report)
      throws IOException {
    Files.createDirectories(cache.folder());
    try (FolderLock _ = FolderLock.take(cache.folder(), "fetch");
        Web web = access.web()) {
      LockFile lock = LockFile.read(project);
      lock.retain(declared.stream().map(Distribution::name).toList());
      Run run =
          new Run(
              lock,
              new FileDownload(web, attempts, progress),
              new ApiDownload(web, attempts, clock, progress, access.limits().downloadBytes()),
              update);
      perSource(wanted, one -> run.fetch(one, report));
    }
  }

  private interface Task {
    void run(Distribution one) throws IOException;
  }

  private static void perSource(List<Distribution> wanted, Task task) throws IOException {
    Map<String, List<Distribution>> sources =
        wanted.stream()
            .collect(
                Collectors.groupingBy(Distribution::source, TreeMap::new, Collectors.toList()));
    Semaphore free = new Semaphore(SOURCES_AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (List<Distribution> files : sources.values()) {
        running.add(
            threads.submit(
                () -> {
                  free.acquire();
                  try {
                    for (Distribution one : files) {
                      task.run(one);
                    }
                  } finally {
                    free.release();
                  }
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// One run.
  private final class Run {
    private final LockFile lock;
    private final FileDownload files;
    private final ApiDownload apis;
    private final boolean update;

    Run(LockFile lock, FileDownload files, ApiDownload apis, boolean update) {
      this.lock = lock;
      this.files = files;
      this.apis = apis;
      this.update = update;
    }

    void fetch(Distribution one, Report report) throws IOException {
      try {
        progress.done(fetch(one));
      } catch (IOException e) {
        report.error(
            one.place(),
            "%s cannot be fetched from <%s>: %s"
                .formatted(
                    one.name(),
                    one.url(),
                    new Credentials(key(one), Map.of()).without(String.valueOf(e.getMessage()))));
      }
    }

    private Outcome fetch(Distribution one) throws IOException {
      Optional<LockEntry> entry = lock.entry(one.name());
      boolean inCache = entry.isPresent() && cache.verified(one, entry.get()).isPresent();
      if (entry.isPresent() && isElsewhere(one, entry.get()) && !update) {
        throw new IOException(
            "sources.lock has the file of another address, <%s>; accept this one with --update"
                .formatted(entry.get().url()));
      }
      return one.hasSeveralAnswers() ? answers(one, entry, inCache) : file(one, entry, inCache);
    }

    /// Returns true if an entry was fetched from another address than the declared one.
    private boolean isElsewhere(Distribution one, LockEntry entry) {
      return one.link().isEmpty() && !entry.url().equals(one.url().text());
    }

    private Outcome answers(Distribution one, Optional<LockEntry> entry, boolean inCache)
        throws IOException {
      if (entry.isPresent() && inCache && !update) {
        return new Outcome(one, Outcome.Kind.PRESENT, entry.get());
      }
      Part part = cache.part(one);
      apis.into(part, one, rows(one), credentials(one));
      return complete(
          one, part, one.url().text(), new Version(Optional.empty(), Optional.empty()), entry);
    }

    private Outcome file(Distribution one, Optional<LockEntry> entry, boolean inCache)
        throws IOException {
      String shown = address(one, entry, inCache);
      UrlTemplate declared = filled(one, one.url());
      Credentials.Target target =
          credentials(one).to(one.link().isPresent() ? new UrlTemplate(shown) : declared, declared);
      if (entry.isPresent() && inCache && shown.equals(entry.get().url())) {
        if (!entry.get().hasValidator() && !update) {
          return new Outcome(one, Outcome.Kind.PRESENT, entry.get());
        }
        Optional<Version> newer =
            entry.get().hasValidator()
                ? files.newer(one, target, entry.get())
                : Optional.of(new Version(Optional.empty(), Optional.empty()));
        if (newer.isEmpty()) {
          return new Outcome(one, Outcome.Kind.UNCHANGED, entry.get());
        }
        if (!update) {
          throw new IOException(
              "the publisher has another version%s than the one in sources.lock; accept it with"
                      .formatted(
                          newer.get().lastModified().map(time -> " (" + time + ")").orElse(""))
                  + " --update");
        }
      }
      Part part = cache.part(one);
      return complete(one, part, shown, files.into(part, one, target), entry);
    }

    /// Returns the address of a file, which is in an answer of the publisher if the distribution
    /// has a link.
    private String address(Distribution one, Optional<LockEntry> entry, boolean inCache)
        throws IOException {
      if (one.link().isEmpty()) {
        return one.url().text();
      }
      if (entry.isPresent() && !inCache && !update) {
        return entry.get().url();
      }
      UrlTemplate index = filled(one, one.url());
      String pointer = one.link().get();
      String url =
          ApiDownload.text(apis.get(one.name(), index, index, credentials(one)), pointer)
              .orElseThrow(
                  () ->
                      new IOException(
                          "the answer has no address at %s; look up its form in the documentation"
                              .formatted(pointer)));
      if (entry.isPresent() && !update && !url.equals(entry.get().url())) {
        throw new IOException(
            "the publisher has another version, <%s>, than the one in sources.lock; accept it with"
                    .formatted(url)
                + " --update");
      }
      return url;
    }

    /// Verifies a complete file and moves it to its place.
    private Outcome complete(
        Distribution one, Part part, String url, Version version, Optional<LockEntry> before)
        throws IOException {
      String sha256 = Digests.sha256(part.file());
      if (before.isPresent() && !before.get().sha256().equals(sha256) && !update) {
        long bytes = part.size();
        part.delete();
        throw new IOException(
            "it has %,d bytes and the SHA-256 %s; expected %,d bytes and %s as in sources.lock; if the publisher has a new version, accept it with --update"
                .formatted(bytes, sha256, before.get().bytes(), before.get().sha256()));
      }
      boolean same = before.isPresent() && before.get().sha256().equals(sha256);
      LockEntry after =
          new LockEntry(
              one.name(),
              url,
              same ? before.get().fetched() : clock.instant().truncatedTo(ChronoUnit.SECONDS),
              part.size(),
              sha256,
              one.licence(),
              version.etag(),
              version.lastModified());
      cache.complete(one, part, sha256);
      lock.put(after);
      if (before.isPresent() && !same) {
        cache.remove(one, before.get().sha256());
      }
      return new Outcome(one, same ? Outcome.Kind.UNCHANGED : Outcome.Kind.FETCHED, after);
    }
  }

  /// Returns the rows of variables, one per request.
  private List<Map<String, String>> rows(Distribution one) throws IOException {
    Map<String, String> common = common(one);
    if (one.each().isEmpty()) {
      return List.of(common);
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (Map<String, String> row : RequestTable.read(access.file(file(one, one.each().get())))) {
      Map<String, String> values = new TreeMap<>(common);
      values.putAll(row);
      rows.add(values);
    }
    return rows;
  }

  private UrlTemplate filled(Distribution one, UrlTemplate url) throws IOException {
    return url.with(common(one));
  }

  /// Returns the variables that are the same for all rows.
  private Map<String, String> common(Distribution one) throws IOException {
    return one.query().isPresent()
        ? Map.of("query", access.file(file(one, one.query().get())).text())
        : Map.of();
  }

  /// Returns what is sent to the publisher only.
  private Credentials credentials(Distribution one) throws IOException {
    Optional<String> key = key(one);
    if (one.needsKey() && key.isEmpty()) {
      throw new IOException(
          "the publisher asks for a key, see <%s>; set the environment variable %s"
              .formatted(one.documentation(), keyVariable(one.source())));
    }
    if (key.isPresent() && one.hasKeyInHeaders() && !Distributions.isHeaderValue(key.get())) {
      throw new IOException(
          "the key in the environment variable %s has spaces at its ends, line breaks, or characters beyond ASCII; expected those of the publisher's key only"
              .formatted(keyVariable(one.source())));
    }
    return new Credentials(one.needsKey() ? key : Optional.empty(), one.headers());
  }

  private Optional<String> key(Distribution one) {
    return keys.apply(one.source()).filter(key -> !key.isBlank());
  }

  /// Returns the name of the environment variable with the key for the API of a source.
  public static String keyVariable(String source) {
    return "TECHRACE_KEY_" + source.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private Path file(Distribution one, String name) {
    return project.resolve("data").resolve(one.source()).resolve(name);
  }
}
