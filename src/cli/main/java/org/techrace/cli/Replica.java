package org.techrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.techrace.release.Releases;
import org.techrace.release.Retention;
import org.techrace.serve.Followed;
import org.techrace.serve.Preparation;
import org.techrace.serve.Server;
import org.techrace.storage.Follower;
import org.techrace.storage.StorageSettings;
import org.techrace.storage.StoredReleases;

/// Serves whichever release is current in a store. Settings, queries and shapes come with the
/// release. If those of the next release differ, the server stops and starts again with them in the
/// same process; otherwise the release is promoted in the running server.
final class Replica implements AutoCloseable {
  private final StoreSession session;
  private final Releases releases;
  private final Map<String, String> instead;
  private final Follower follower;
  private final PrintWriter out;
  private final BlockingQueue<String> restarts = new LinkedBlockingQueue<>(1);
  private final AtomicReference<Optional<Path>> served = new AtomicReference<>(Optional.empty());
  private final AtomicReference<@Nullable Server> running = new AtomicReference<>();

  /// @param instead settings that replace those that come with the release
  Replica(
      StoreSession session,
      Releases releases,
      StorageSettings settings,
      Map<String, String> instead,
      StoredReleases.Progress progress,
      PrintWriter out) {
    this.session = session;
    this.releases = releases;
    this.instead = instead;
    this.out = out;
    this.follower =
        new Follower(
            session.stored(), releases, settings.interval(), settings.keep(), this::take, progress);
  }

  /// Makes a release current in the running server, unless it needs another site.
  private boolean take(String id) {
    try {
      Optional<Path> before = Objects.requireNonNull(served.get());
      if (before.isEmpty() || before.equals(session.stored().site(id))) {
        return true;
      }
    } catch (IOException e) {
      out.println("techrace: " + e.getMessage());
      return false;
    }
    restarts.offer(id);
    return false;
  }

  /// Serves until the process is stopped.
  ///
  /// @param started called with each server that has been started
  void serve(Consumer<Server> started) throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    awaitFirst();
    while (!Thread.currentThread().isInterrupted()) {
      String id = releases.promoted();
      session.stored().verifySignature(id);
      Path site =
          session
              .stored()
              .site(id)
              .orElseThrow(
                  () ->
                      new IOException(
                          "release %s in %s was not pulled from a store; use another folder with --releases"
                              .formatted(id, releases.folder())));
      ProjectSettings settings = ProjectSettings.read(site, instead);
      served.set(Optional.of(site));
      Preparation prepared =
          Preparation.of(settings.options().edit().keep(Retention.ALL).build())
              .following(this::followed);
      String next;
      try (Server server = Server.start(prepared, releases)) {
        running.set(server);
        started.accept(server);
        follower.start();
        next = restarts.take();
        out.println("release %s has other settings or queries: starting again".formatted(next));
      }
      releases.promote(next);
    }
  }

  /// Waits until the first release is here. Without one there is nothing to serve.
  private void awaitFirst() throws InterruptedException {
    while (releases.current().isEmpty() && !follower.look()) {
      follower.problem().ifPresent(problem -> out.println("waiting for the store: " + problem));
      follower.pause();
    }
  }

  private Followed followed() {
    return new Followed(session.url().toString(), follower.contact(), follower.problem());
  }

  /// Stops the server.
  @Override
  public void close() {
    follower.close();
    Server server = running.getAndSet(null);
    if (server != null) {
      server.close();
    }
    session.close();
  }
}
