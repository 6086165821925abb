package org.techrace.serve.current;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.techrace.release.Releases;

/// Detects that another release is promoted, by this process or another one: reads the name of the
/// current release twice a second.
public final class Promotions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Promotions.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Releases releases;
  private final Retirement retirement;
  private final Consumer<Current.Open> promote;
  private final Runnable look;
  private final Thread watcher;
  private String seen;

  private Promotions(
      Releases releases,
      String served,
      Retirement retirement,
      Consumer<Current.Open> promote,
      Runnable look) {
    this.look = look;
    this.releases = releases;
    this.retirement = retirement;
    this.promote = promote;
    this.seen = served;
    this.watcher = Thread.ofVirtual().name("promotions").unstarted(this::watch);
  }

  /// Starts to watch a folder.
  ///
  /// @param served the name of the release being served
  /// @param retirement handles releases after they were served
  /// @param promote serves another release
  /// @param look notices releases that were added or deleted
  public static Promotions watch(
      Releases releases,
      String served,
      Retirement retirement,
      Consumer<Current.Open> promote,
      Runnable look) {
    Promotions promotions = new Promotions(releases, served, retirement, promote, look);
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
  /// is still detected.
  private void look() {
    try {
      String now = releases.current().orElse(seen);
      if (!now.equals(seen)) {
        seen = now;
        promote.accept(Current.Open.of(releases.open(now), retirement));
        log.info("serving release {}", now);
      }
      look.run();
    } catch (IOException | UncheckedIOException e) {
      log.error("release {} is not served: {}", seen, e.getMessage());
    } catch (RuntimeException | Error e) {
      log.error("release {} is not served", seen, e);
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
