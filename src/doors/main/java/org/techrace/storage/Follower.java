package org.techrace.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.techrace.release.Releases;
import org.techrace.release.Retention;

/// Follows the current release of a store: pulls it, verifies it, and makes it current in the local
/// folder. While the store is down or wrong, the local release stays as it is, and a release that
/// cannot be pulled is tried again after growing delays ([Backoff]). Safe for use by several
/// threads.
public final class Follower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);

  private final StoredReleases stored;
  private final Releases releases;
  private final Duration interval;
  private final int keep;
  private final Predicate<String> take;
  private final StoredReleases.Progress progress;
  private final Backoff backoff;
  private final Thread thread;
  private volatile Optional<Instant> contact = Optional.empty();
  private volatile Optional<String> problem = Optional.empty();
  private volatile Optional<String> incomplete = Optional.empty();

  /// @param releases the local folder
  /// @param interval the time between two checks of the store
  /// @param keep how many releases stay in the local folder
  /// @param take called with a release that has been pulled: returns true to make it current
  public Follower(
      StoredReleases stored,
      Releases releases,
      Duration interval,
      int keep,
      Predicate<String> take,
      StoredReleases.Progress progress) {
    this.stored = stored;
    this.releases = releases;
    this.interval = interval;
    this.keep = keep;
    this.take = take;
    this.progress = progress;
    this.backoff = new Backoff(interval, InstantSource.system());
    this.thread = Thread.ofVirtual().name("follower").unstarted(this::run);
  }

  /// Starts to follow in the background, if it has not started.
  public synchronized void start() {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
  }

  /// Waits for the time between two checks.
  public void pause() throws InterruptedException {
    Thread.sleep(interval);
  }

  /// Returns the time of the last check in which the store answered without an error.
  public Optional<Instant> contact() {
    return contact;
  }

  /// Returns the error of the last check in a sentence, or empty if there was none.
  public Optional<String> problem() {
    return problem;
  }

  /// Follows until the thread is interrupted.
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        look();
        pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Checks the store once. A failure is logged when it begins and when it ends.
  ///
  /// @return true if the store answered and the local folder is up to date
  public boolean look() {
    try {
      String current = stored.current().orElse("");
      if (current.isEmpty()) {
        throw new IOException("no release was pushed to this store");
      }
      if (releases.current().filter(current::equals).isEmpty()) {
        pull(current);
        if (take.test(current)) {
          releases.promote(current);
          log.info("release {} is pulled and current", current);
        }
      }
      contact = Optional.of(Instant.now());
      if (problem.isPresent()) {
        log.info("the store is well again");
      }
      problem = Optional.empty();
      complete(current);
      return true;
    } catch (IOException | UncheckedIOException e) {
      failed(String.valueOf(e.getMessage()));
      return false;
    } catch (RuntimeException e) {
      // The next check may succeed.
      failed(e.toString());
      return false;
    }
  }

  private void pull(String id) throws IOException {
    backoff.attempt(id, () -> stored.pull(Optional.of(id), progress));
  }

  private void failed(String now) {
    if (!Thread.currentThread().isInterrupted()) {
      if (problem.filter(now::equals).isEmpty()) {
        log.warn("no newer release is pulled: {}", now);
      }
      problem = Optional.of(now);
    }
  }

  /// Pulls the releases before the current one, deletes older ones, and reports citations, so that
  /// all replicas have the same releases. A failure has no effect on readers of the current one; it
  /// is logged when it begins.
  private void complete(String current) {
    try {
      List<String> all = stored.list();
      List<String> latest = all.subList(Math.max(0, all.size() - keep), all.size());
      Set<String> local = new HashSet<>(releases.names());
      for (String id : latest.reversed()) {
        if (!local.contains(id)) {
          pull(id);
        }
      }
      if (releases.current().filter(current::equals).isPresent() && local.size() > keep) {
        List<String> deleted = releases.prune(Retention.latest(keep));
        if (!deleted.isEmpty()) {
          log.info("deleted the releases {}", deleted);
          stored.removeUnusedSites();
        }
      }
      stored.cite();
      incomplete = Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      String now = String.valueOf(e.getMessage());
      if (incomplete.filter(now::equals).isEmpty()) {
        log.warn("the earlier releases are not complete: {}", now);
      }
      incomplete = Optional.of(now);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
