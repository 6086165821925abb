package org.techrace.serve.current;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.techrace.release.Release;
import org.techrace.release.Releases;

/// Detects that another release is promoted, by this process or another one: reads the name of the
/// current release twice a second.
public final class Promotions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Promotions.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

  /// Opens a release that was promoted.
  @FunctionalInterface
  public interface Opener {
    /// Opens a release for serving, or closes it.
    ///
    /// @throws NotReadyException if it can be opened later
    Current.Open open(Release release) throws IOException;
  }

  /// Thrown if a release cannot be served yet, because its data is not where it is read from.
  public static final class NotReadyException extends IOException {
    private static final long serialVersionUID = 1L;

    /// Creates an exception.
    public NotReadyException(String message) {
      super(message);
    }
  }

  private final Releases releases;
  private final Opener opener;
  private final Consumer<Current.Open> promote;
  private final Runnable look;
  private final Thread watcher;
  private String seen;

  /// The release that is not ready yet, and when to try again, as [System#nanoTime].
  private String awaited = "";

  private long again;

  private Promotions(
      Releases releases,
      String served,
      Opener opener,
      Consumer<Current.Open> promote,
      Runnable look) {
    this.look = look;
    this.releases = releases;
    this.opener = opener;
    this.promote = promote;
    this.seen = served;
    this.watcher = Thread.ofVirtual().name("promotions").unstarted(this::watch);
  }

  /// Starts to watch a folder.
  ///
  /// @param served the name of the release being served
  /// @param opener opens a release that was promoted
  /// @param promote serves another release
  /// @param look notices releases that were added or deleted
  public static Promotions watch(
      Releases releases,
      String served,
      Opener opener,
      Consumer<Current.Open> promote,
      Runnable look) {
    Promotions promotions = new Promotions(releases, served, opener, promote, look);
    promotions.watcher.start();
    return promotions;
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(BETWEEN_LOOKS);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Promotes the current release if it is not served yet. One that cannot be opened, or whose
  /// pages cannot be made, is not served; the one before stays. After any failure, the next release
  /// is still detected, and one that is not ready is tried again.
  private void look() {
    try {
      String now = releases.current().orElse(seen);
      if (!now.equals(seen) && (!now.equals(awaited) || System.nanoTime() - again >= 0)) {
        follow(now);
      }
      look.run();
    } catch (IOException | UncheckedIOException e) {
      log.error("release {} is not served: {}", seen, e.getMessage());
    } catch (RuntimeException | Error e) {
      log.error("release {} is not served", seen, e);
    }
  }

  private void follow(String now) throws IOException {
    String before = seen;
    seen = now;
    try {
      promote.accept(opener.open(releases.open(now)));
      awaited = "";
      log.info("serving release {}", now);
    } catch (NotReadyException e) {
      if (!now.equals(awaited)) {
        log.warn("release {} is not served yet, and {} stays: {}", now, before, e.getMessage());
      }
      seen = before;
      awaited = now;
      again = System.nanoTime() + BETWEEN_TRIES.toNanos();
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
