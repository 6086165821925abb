package org.techrace.serve.pages;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.Txn;
import org.techrace.entity.Entities;
import org.techrace.entity.Term;
import org.techrace.release.Changes;
import org.techrace.release.Releases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.view.Address;

/// `/compare?releases=A&releases=B`: what changed from each release to the next one named, by
/// source. Releases do not change, so a comparison is made once. Safe for use by several threads.
final class ReleaseComparison {
  static final String RELEASES = "releases";
  private static final int MOST = 6;

  /// The maximum number of comparisons kept; each is a few kilobytes.
  private static final int MOST_KEPT = 50;

  private final Optional<Releases> releases;
  private final Templates templates;
  private final Cache<Pair, Map<String, Changes.Count>> known =
      Caffeine.newBuilder().maximumSize(MOST_KEPT).build();

  private record Pair(String earlier, String later) {}

  /// @param releases the folder of the releases; empty if the served data is not in files
  ReleaseComparison(Optional<Releases> releases, Templates templates) {
    this.releases = releases;
    this.templates = templates;
  }

  /// The content of the page.
  ///
  /// @param releases the compared releases, oldest first
  /// @param sources the sources that changed
  /// @param others the releases that could be added, each with the address of the page with it
  public record Content(List<String> releases, List<Source> sources, List<Other> others) {}

  /// A source.
  ///
  /// @param changes what changed from each release to the next; empty if nothing did
  public record Source(Term source, List<Optional<Changes.Count>> changes) {}

  /// A release that could be added.
  public record Other(String release, String address) {}

  /// Returns the address of a comparison.
  static String address(List<String> names) {
    return Address.of("/compare").with(RELEASES, names).toString();
  }

  /// Returns the names of all releases, oldest first; empty without files.
  List<String> all() {
    try {
      return releases.isPresent() ? releases.get().list() : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer answer(List<String> asked, Lease lease) {
    List<String> all = all();
    for (String name : asked) {
      if (!all.contains(name)) {
        throw new Refusal(
            404, "No release is named '" + name + "'. /downloads lists the releases.");
      }
    }
    List<String> compared = all.stream().filter(asked::contains).toList();
    if (compared.size() > MOST) {
      throw new Refusal(400, "At most " + MOST + " releases can be compared.");
    }
    List<Map<String, Changes.Count>> steps = new ArrayList<>();
    for (int i = 1; i < compared.size(); i++) {
      steps.add(known.get(new Pair(compared.get(i - 1), compared.get(i)), this::changes));
    }
    Set<String> graphs = new TreeSet<>();
    steps.forEach(step -> graphs.addAll(step.keySet()));
    List<Other> others =
        all.stream()
            .filter(name -> !compared.contains(name) && compared.size() < MOST)
            .map(
                name ->
                    new Other(
                        name, address(Stream.concat(compared.stream(), Stream.of(name)).toList())))
            .toList();
    Content content = new Content(compared, sources(graphs, steps, lease.entities()), others);
    // Releases can be added and deleted while this one is served.
    return templates
        .page("comparereleases", lease, Map.of("page", content))
        .withHeader("ETag", String.join(" ", all));
  }

  private static List<Source> sources(
      Set<String> graphs, List<Map<String, Changes.Count>> steps, Entities entities) {
    return Txn.calculateRead(
        entities.dataset(),
        () ->
            graphs.stream()
                .map(
                    graph ->
                        new Source(
                            entities.labels().term(NodeFactory.createURI(graph)),
                            steps.stream().map(s -> Optional.ofNullable(s.get(graph))).toList()))
                .toList());
  }

  private Map<String, Changes.Count> changes(Pair pair) {
    try {
      return releases.orElseThrow().diff(pair.earlier, pair.later);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
