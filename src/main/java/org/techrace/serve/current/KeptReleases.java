package org.techrace.serve.current;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.jena.sparql.core.DatasetGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.techrace.entity.Entities;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.search.LabelIndex;

/// Leases on the releases in a folder by name: the current one and those before it. A release is
/// opened when a client first names it. At most a fixed number of releases, besides the current
/// one, is open at the same time; the one that was unused for the longest time is closed for
/// another. Safe for concurrent use.
public final class KeptReleases implements AutoCloseable {
  /// The path below which each release is.
  public static final String PATH = "/release/";

  private static final Logger log = LoggerFactory.getLogger(KeptReleases.class);
  private static final int NEAREST = 3;

  private final Optional<Releases> releases;
  private final Current current;
  private final Function<DatasetGraph, Entities> entities;
  private final int most;
  private final Map<String, Instant> issued = new ConcurrentHashMap<>();

  /// The open releases by name, the one that was used last at the end.
  private final Map<String, OpenRelease> open = new LinkedHashMap<>(16, 0.75f, true);

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
  public KeptReleases(
      Optional<Releases> releases,
      Current current,
      Function<DatasetGraph, Entities> entities,
      int most) {
    this.releases = releases;
    this.current = current;
    this.entities = entities;
    this.most = most;
  }

  /// A lease on a release.
  ///
  /// @param id its name
  /// @throws UnknownReleaseException if there is no such release; the message has the nearest ones
  /// @throws AllInUseException if too many releases are in use
  /// @throws UncheckedIOException if the release cannot be opened
  public Lease lease(String id) throws UnknownReleaseException, AllInUseException {
    String root = PATH + id;
    Optional<Lease> served = current.lease(id, root);
    if (served.isPresent()) {
      return served.get();
    }
    synchronized (open) {
      Set<String> names = names();
      closeDeleted(names);
      if (!names.contains(id)) {
        throw unknown(id, names);
      }
      OpenRelease known = open.get(id);
      return (known == null ? open(id) : known).lease(root);
    }
  }

  private OpenRelease open(String id) throws AllInUseException {
    makeRoom();
    try {
      Release release = releases.orElseThrow().open(id);
      OpenRelease opened =
          new OpenRelease(
              new Current.Open(
                  id,
                  release.dataset(),
                  release.description().getGraph(),
                  release.folder().resolve(LabelIndex.FOLDER),
                  release::close));
      boolean complete = false;
      try {
        opened.openPages(entities);
        complete = true;
      } finally {
        if (!complete) {
          opened.release();
        }
      }
      open.put(id, opened);
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Closes the release that was unused for the longest time, if the most are open.
  private void makeRoom() throws AllInUseException {
    if (open.size() < most) {
      return;
    }
    Iterator<OpenRelease> eldest = open.values().iterator();
    while (eldest.hasNext()) {
      OpenRelease release = eldest.next();
      if (release.idle()) {
        eldest.remove();
        release.release();
        return;
      }
    }
    throw new AllInUseException(most);
  }

  /// Closes releases whose folders were deleted, so that their disk space is freed.
  private void closeDeleted(Set<String> names) {
    open.values()
        .removeIf(
            release -> {
              boolean deleted = !names.contains(release.id());
              if (deleted) {
                release.release();
              }
              return deleted;
            });
  }

  /// The name of the current release.
  public String served() {
    return current.release();
  }

  /// Reports whether a release is kept.
  public boolean has(String id) {
    return names().contains(id);
  }

  /// The kept releases whose time is known, oldest first.
  public List<Dated> dated() {
    return names().stream()
        .flatMap(id -> issued(id).map(time -> new Dated(id, time)).stream())
        .sorted(Comparator.comparing(Dated::issued).thenComparing(Dated::id))
        .toList();
  }

  private Optional<Instant> issued(String id) {
    Instant known =
        issued.computeIfAbsent(
            id,
            _ -> {
              Instant read = releases.map(folder -> folder.issued(id)).orElse(Instant.EPOCH);
              return read.equals(Instant.EPOCH) ? null : read;
            });
    return Optional.ofNullable(known);
  }

  /// Remembers that an answer of a release was cited, so that the release is not deleted.
  ///
  /// @return false if that cannot be remembered
  public boolean cite(String id) {
    try {
      if (releases.isPresent()) {
        releases.get().cite(id);
      }
      return true;
    } catch (IOException e) {
      log.warn("the citation of release {} is not remembered: {}", id, e.getMessage());
      return false;
    }
  }

  /// The names of all kept releases.
  private Set<String> names() {
    try {
      Set<String> names = new HashSet<>();
      if (releases.isPresent()) {
        names.addAll(releases.get().names());
      }
      names.add(current.release());
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UnknownReleaseException unknown(String id, Collection<String> names) {
    return new UnknownReleaseException(
        "There is no release '%s'; the nearest ones are %s."
            .formatted(id, String.join(", ", nearest(id, names))));
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
      open.values().forEach(OpenRelease::release);
      open.clear();
    }
  }
}
