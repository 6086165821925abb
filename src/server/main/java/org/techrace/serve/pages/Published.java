package org.techrace.serve.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.RiotNotFoundException;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQueries;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.release.Releases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.view.Shown;

/// Facts about the releases in a folder. A sealed release does not change, so each is read once.
/// Safe for use by several threads.
public final class Published {
  private final Map<String, Facts> known = new ConcurrentHashMap<>();

  /// The facts about a release.
  ///
  /// @param release its name
  /// @param issued the time when it was built
  /// @param statements the number of statements
  /// @param bytes the size of its dump in bytes
  /// @param sha256 the checksum of the dump
  /// @param before the name of the release it was compared with, or empty
  /// @param added the number of statements that the release before does not have
  /// @param removed the number of statements that only the release before has
  public record Facts(
      String release,
      String issued,
      Term statements,
      long bytes,
      String sha256,
      String before,
      long added,
      long removed) {

    /// Returns the day when it was built.
    public String day() {
      return issued.substring(0, Math.min(10, issued.length()));
    }

    /// Returns the size of the dump as text.
    public String size() {
      return Shown.bytes(bytes);
    }
  }

  /// A source in a release, with the number of added and removed statements.
  public record Change(Term source, Optional<Term> statements, long added, long removed) {}

  /// Returns the served release and the releases before it, latest first. Deleted releases are
  /// omitted, except the served one.
  List<Facts> upTo(Lease lease, Releases releases) {
    Facts served = known.computeIfAbsent(lease.release(), id -> facts(id, lease.aboutRelease()));
    PageQueries queries = lease.entities().queries();
    try {
      List<String> names = releases.names();
      return Stream.concat(
              names.contains(served.release()) ? Stream.of() : Stream.of(served),
              names.stream().flatMap(name -> of(name, releases, queries).stream()))
          .filter(f -> f.issued().compareTo(served.issued()) <= 0)
          .sorted(Comparator.comparing(Facts::issued).reversed())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the facts about a release, or empty if it was deleted.
  Optional<Facts> of(String release, Releases releases, PageQueries queries) {
    try {
      return Optional.of(
          known.computeIfAbsent(
              release,
              name -> {
                Graph description = releases.description(name).getGraph();
                return facts(name, new Entities(DatasetGraphFactory.wrap(description), queries, 0));
              }));
    } catch (RiotNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Facts facts(String release, Entities about) {
    ResultRow row =
        about.rows("release/facts").stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "release " + release + " has no description of its statements"));
    List<Change> changes = changes(about);
    return new Facts(
        release,
        row.text("issued"),
        row.get("statements").orElseThrow(),
        row.count("bytes"),
        row.text("sha256"),
        before(row),
        changes.stream().mapToLong(Change::added).sum(),
        changes.stream().mapToLong(Change::removed).sum());
  }

  /// The name of the release that a release was compared with; empty if it was compared with none.
  static String before(Entities about) {
    return about.rows("release/facts").stream().findFirst().map(Published::before).orElse("");
  }

  private static String before(ResultRow facts) {
    return facts.iri("before").map(iri -> iri.substring(iri.lastIndexOf('/') + 1)).orElse("");
  }

  /// Returns the sources and changes in a release's description.
  static List<Change> changes(Entities about) {
    return about.rows("release/changes").stream()
        .map(
            row ->
                new Change(
                    row.get("source").orElseThrow(),
                    row.get("statements"),
                    row.count("added"),
                    row.count("removed")))
        .toList();
  }
}
