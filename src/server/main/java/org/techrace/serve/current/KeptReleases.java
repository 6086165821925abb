package org.techrace.serve.current;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.jena.sparql.core.DatasetGraph;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.techrace.entity.Entities;
import org.techrace.release.CitationLimit;
import org.techrace.release.Release;
import org.techrace.release.Releases;

/// Leases on the releases in a folder by name: the current one and those before it. A release is
/// opened when a client first names it. At most a fixed number of releases, besides the current
/// one, is open at the same time; the one that was unused for the longest time is closed for
/// another. Opening one release does not delay leases on others. Safe for concurrent use.
public final class KeptReleases implements AutoCloseable {
  /// The path below which each release is.
  public static final String PATH = "/release/";

  private static final Logger log = LoggerFactory.getLogger(KeptReleases.class);
  private static final int NEAREST = 3;

  private final Optional<Releases> releases;
  private final Current current;
  private final Function<DatasetGraph, Entities> entities;
  private final int most;
  private final CitationLimit citations;
  private final ReleaseNames known;

  /// The open releases by name, the one that was used last at the end. Its own lock is held for
  /// short times only.
  private final Map<String, Slot> open = new LinkedHashMap<>(16, 0.75f, true);

  /// The place of an open release, or of one that is being opened.
  private static final class Slot {
    /// Held while the release is opened.
    final ReentrantLock opening = new ReentrantLock();

    /// How many requests are opening the release or wait for it; guarded by the map.
    int waiting;

    /// The release once it is open; guarded by the map.
    @Nullable OpenRelease release;

    boolean idle() {
      return waiting == 0 && (release == null || release.idle());
    }
  }

  /// A release and the time when it was built.
  public record Dated(String id, Instant issued) {}

  /// Thrown for a name that no kept release has.
  public static final class UnknownReleaseException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownReleaseException(String message) {
      super(message);
    }
  }

  /// Thrown if the most releases are open and all of them are in use.
  public static final class AllInUseException extends Exception {
    private static final long serialVersionUID = 1L;

    AllInUseException(int most) {
      super(
          "All %d earlier releases that may be open at once are in use; try again."
              .formatted(most));
    }
  }

  /// The releases of a folder.
  ///
  /// @param releases the folder; empty if the served data is not in files, then only the current
  ///   release is known
  /// @param entities makes the data of pages
  /// @param most how many releases besides the current one may be open at once
  /// @param citations how much is kept because it was cited
  public KeptReleases(
      Optional<Releases> releases,
      Current current,
      Function<DatasetGraph, Entities> entities,
      int most,
      CitationLimit citations) {
    this.citations = citations;
    this.releases = releases;
    this.current = current;
    this.entities = entities;
    this.most = most;
    this.known = new ReleaseNames(releases);
  }

  /// A lease on a release.
  ///
  /// @param id its name
  /// @throws UnknownReleaseException if there is no such release; the message has the nearest ones
  /// @throws AllInUseException if too many releases are in use
  /// @throws StillOpeningException if another request has been opening it for too long
  /// @throws UncheckedIOException if the release cannot be opened
  public Lease lease(String id) throws UnknownReleaseException, AllInUseException {
    String root = PATH + id;
    Optional<Lease> served = current.lease(id, root);
    if (served.isPresent()) {
      return served.get();
    }
    if (!has(id)) {
      throw unknown(id, names());
    }
    Slot slot = slot(id);
    try {
      Optional<Lease> open = leased(slot, root);
      return open.isPresent() ? open.get() : opened(id, slot, root);
    } finally {
      leave(id, slot);
    }
  }

  /// Returns the place of a release, and makes room for it if it has none. A place is kept as long
  /// as a request waits for it.
  private Slot slot(String id) throws AllInUseException {
    Optional<OpenRelease> closed = Optional.empty();
    Slot slot;
    synchronized (open) {
      slot = open.get(id);
      if (slot == null) {
        closed = makeRoom();
        slot = new Slot();
        open.put(id, slot);
      }
      slot.waiting++;
    }
    closed.ifPresent(OpenRelease::release);
    return slot;
  }

  private void leave(String id, Slot slot) {
    synchronized (open) {
      slot.waiting--;
      if (slot.waiting == 0 && slot.release == null) {
        open.remove(id, slot);
      }
    }
  }

  private Optional<Lease> leased(Slot slot, String root) {
    synchronized (open) {
      return Optional.ofNullable(slot.release).map(release -> release.lease(root));
    }
  }

  /// Opens a release, or waits until another request has opened it.
  private Lease opened(String id, Slot slot, String root) throws UnknownReleaseException {
    awaitTurn(slot.opening);
    try {
      Optional<Lease> meanwhile = leased(slot, root);
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      OpenRelease opened = open(id);
      synchronized (open) {
        slot.release = opened;
        return opened.lease(root);
      }
    } catch (IOException e) {
      refresh();
      if (!names().contains(id)) {
        throw unknown(id, names());
      }
      throw new UncheckedIOException(e);
    } finally {
      slot.opening.unlock();
    }
  }

  private static void awaitTurn(ReentrantLock opening) {
    try {
      if (!opening.tryLock(StillOpeningException.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StillOpeningException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StillOpeningException();
    }
  }

  private OpenRelease open(String id) throws IOException {
    Release release = releases.orElseThrow().open(id);
    OpenRelease opened = new OpenRelease(Current.Open.of(release, release::close));
    boolean complete = false;
    try {
      opened.openPages(entities);
      complete = true;
      return opened;
    } finally {
      if (!complete) {
        opened.release();
      }
    }
  }

  /// Removes the release that was unused for the longest time, if the most are open.
  ///
  /// @return the removed one, to be released without the lock
  private Optional<OpenRelease> makeRoom() throws AllInUseException {
    if (open.size() < most) {
      return Optional.empty();
    }
    String eldest =
        open.entrySet().stream()
            .filter(entry -> entry.getValue().idle())
            .findFirst()
            .map(Map.Entry::getKey)
            .orElseThrow(() -> new AllInUseException(most));
    return removed(eldest);
  }

  /// Removes a release. It closes when its last lease is closed.
  private Optional<OpenRelease> removed(String id) {
    return Optional.ofNullable(open.remove(id)).map(slot -> slot.release);
  }

  /// Reads the folder again if it has changed: a release was added, promoted or deleted. Closes
  /// releases whose folders were deleted, so that their disk space is freed.
  public void look() {
    if (known.look()) {
      closeDeleted();
    }
  }

  private void refresh() {
    known.refresh();
    closeDeleted();
  }

  private void closeDeleted() {
    Set<String> names = known.all();
    List<OpenRelease> closed = new ArrayList<>();
    synchronized (open) {
      open.entrySet().stream()
          .filter(entry -> !names.contains(entry.getKey()) && entry.getValue().waiting == 0)
          .map(Map.Entry::getKey)
          .toList()
          .forEach(id -> removed(id).ifPresent(closed::add));
    }
    closed.forEach(OpenRelease::release);
  }

  /// How many releases besides the current one may be open at the same time.
  public int most() {
    return most;
  }

  /// The name of the current release.
  public String served() {
    return current.release();
  }

  /// Reports whether a release is kept.
  public boolean has(String id) {
    if (names().contains(id)) {
      return true;
    }
    // It may be new.
    refresh();
    return names().contains(id);
  }

  /// The kept releases whose time is known, oldest first.
  public List<Dated> dated() {
    return known.dated();
  }

  /// Remembers that an answer of a release was cited, so that the release is not deleted.
  ///
  /// @return false if as much is kept as may be, or if that cannot be remembered
  public boolean cite(String id) {
    try {
      boolean kept = releases.isEmpty() || releases.get().cite(id, citations);
      if (!kept) {
        log.warn(
            "release {} was cited and is not kept: serve.cited-releases or serve.cited-mib is"
                + " reached; 'techrace releases cited' lists those that are",
            id);
      }
      return kept;
    } catch (IOException e) {
      log.warn("the citation of release {} is not remembered: {}", id, e.getMessage());
      return false;
    }
  }

  /// The names of all kept releases.
  private Set<String> names() {
    Set<String> names = new HashSet<>(known.all());
    names.add(current.release());
    return names;
  }

  private static UnknownReleaseException unknown(String id, Collection<String> names) {
    return new UnknownReleaseException(unknownSentence(id, names));
  }

  /// Returns a sentence about a release that does not exist, with the nearest ones.
  ///
  /// @param names the names of those that exist
  public static String unknownSentence(String id, Collection<String> names) {
    return "There is no release '%s'; the nearest ones are %s."
        .formatted(id, String.join(", ", nearest(id, names)));
  }

  /// The names that differ least from a name: those that begin with the same characters, then those
  /// of the nearest days.
  private static List<String> nearest(String id, Collection<String> names) {
    return names.stream()
        .sorted(
            Comparator.comparingInt((String name) -> -commonStart(name, id))
                .thenComparing(Comparator.reverseOrder()))
        .limit(NEAREST)
        .toList();
  }

  private static int commonStart(String a, String b) {
    int length = 0;
    while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
      length++;
    }
    return length;
  }

  @Override
  public void close() {
    synchronized (open) {
      open.values().stream()
          .flatMap(slot -> Optional.ofNullable(slot.release).stream())
          .forEach(OpenRelease::release);
      open.clear();
    }
  }
}
