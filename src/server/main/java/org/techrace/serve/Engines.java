package org.techrace.serve;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.StreamRDFBase;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.VOID;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.remote.EndpointDataset;
import org.techrace.remote.EndpointException;
import org.techrace.serve.current.Current;
import org.techrace.serve.current.Promotions;
import org.techrace.serve.work.Limits;

/// The SPARQL endpoints behind a server. With several of them, each holds another release: a server
/// uses the one that answers control queries as the release that it serves, and changes to another
/// one in a promotion. A release without a store is read from the engine that it was built in, if
/// no endpoint is given.
///
/// The control queries ask how many statements each graph has, and for statements that only one of
/// two releases has, because two releases may have as many of them.
///
/// @param given the endpoints; empty to read each release from where its build has put its data
/// @param releases the releases; one is current
/// @param limits the limits of an answer
record Engines(List<URI> given, Releases releases, Limits limits) {
  /// The most statements that only one of two releases has and that are asked for, of each kind.
  private static final int SAMPLE = 50;

  Engines {
    given = List.copyOf(given);
  }

  /// Returns the release with the data of the endpoint that holds it, if it is not read from its
  /// store. Its description and label index are those of its folder. Takes over the release, which
  /// is closed if no endpoint holds it.
  ///
  /// @param release the release
  /// @param open the same, as it would be served from its store
  /// @throws Promotions.NotReadyException if no endpoint holds the release; the message says why
  Current.Open of(Release release, Current.Open open) throws IOException {
    if (given.isEmpty() && release.isStored()) {
      return open;
    }
    List<String> faults = new ArrayList<>();
    boolean opened = false;
    try {
      List<URI> addresses = given.isEmpty() ? built(release) : given;
      Map<String, Long> sizes = sizes(release);
      Map<Boolean, List<Quad>> sample = isChecked(release) ? sample(release) : Map.of();
      for (URI address : addresses) {
        try {
          EndpointDataset data = holding(address, release, sizes, sample);
          opened = true;
          return new Current.Open(
              open.id(),
              data,
              open.description(),
              open.text(),
              () -> {
                data.close();
                open.close().run();
              });
        } catch (EndpointException | Promotions.NotReadyException e) {
          faults.add(String.valueOf(e.getMessage()));
        }
      }
      throw new Promotions.NotReadyException(String.join("; ", faults));
    } finally {
      if (!opened) {
        release.close();
      }
    }
  }

  private List<URI> built(Release release) throws IOException {
    return List.of(
        releases
            .engine(release.id())
            .orElseThrow(
                () ->
                    new Promotions.NotReadyException(
                        "release %s has no store, and no engine holds it; load its data.nq.gz into one, and name that with --endpoint"
                            .formatted(release.id()))));
  }

  /// Returns false for the only endpoint given: the user has said that it holds the release.
  private boolean isChecked(Release release) {
    return given.size() > 1 || !release.isStored();
  }

  /// Opens an endpoint. It must answer the control queries as the release, unless it is the only
  /// one.
  ///
  /// @param sizes the number of statements of each graph of the release
  /// @param sample statements that the release has (true), and that it does not have (false)
  private EndpointDataset holding(
      URI address, Release release, Map<String, Long> sizes, Map<Boolean, List<Quad>> sample)
      throws Promotions.NotReadyException {
    EndpointDataset data =
        EndpointDataset.open(
            address,
            release.example(),
            List.copyOf(sizes.keySet()),
            limits.time(),
            limits.answerBytes());
    boolean holds = false;
    try {
      Optional<String> fault =
          isChecked(release) ? fault(data, release.id(), sizes, sample) : Optional.empty();
      if (fault.isPresent()) {
        throw new Promotions.NotReadyException(
            "the endpoint %s %s".formatted(address, fault.get()));
      }
      holds = true;
      return data;
    } finally {
      if (!holds) {
        data.close();
      }
    }
  }

  /// Returns the number of statements of each graph of a release.
  private static Map<String, Long> sizes(Release release) {
    Map<String, Long> sizes = new HashMap<>();
    release
        .description()
        .listObjectsOfProperty(VOID.subset)
        .forEach(
            graph ->
                sizes.put(
                    graph.asResource().getURI(),
                    graph.asResource().getRequiredProperty(VOID.triples).getLong()));
    return sizes;
  }

  /// Describes how the answers of an endpoint differ from those of a release; empty if they do not.
  private static Optional<String> fault(
      EndpointDataset data,
      String release,
      Map<String, Long> sizes,
      Map<Boolean, List<Quad>> sample) {
    Optional<String> size = data.fault(sizes);
    if (size.isPresent()) {
      return size.map(fault -> "does not hold release %s: it %s".formatted(release, fault));
    }
    for (Map.Entry<Boolean, List<Quad>> statements : sample.entrySet()) {
      for (Quad statement : statements.getValue()) {
        if (data.holds(statement) != statements.getKey()) {
          return Optional.of(
              "%s a statement about <%s> which release %s %s"
                  .formatted(
                      statements.getKey() ? "lacks" : "has",
                      statement.getSubject(),
                      release,
                      statements.getKey() ? "has" : "does not have"));
        }
      }
    }
    return Optional.empty();
  }

  /// Returns statements that only a release or only one of its neighbours in the folder has.
  private Map<Boolean, List<Quad>> sample(Release release) throws IOException {
    Map<Boolean, List<Quad>> sample = Map.of(true, new ArrayList<>(), false, new ArrayList<>());
    List<String> names = releases.list();
    int at = names.indexOf(release.id());
    for (int neighbour : List.of(at - 1, at + 1)) {
      if (at >= 0 && neighbour >= 0 && neighbour < names.size()) {
        Map<Boolean, Integer> taken = new HashMap<>();
        releases.changes(
            names.get(neighbour),
            release.id(),
            (added, line) -> {
              if (!line.contains("_:") && taken.merge(added, 1, Integer::sum) <= SAMPLE) {
                sample.getOrDefault(added, List.of()).add(quad(line));
              }
            });
      }
    }
    return sample;
  }

  private static Quad quad(String line) {
    List<Quad> quads = new ArrayList<>();
    RDFParser.fromString(line, Lang.NQUADS)
        .parse(
            new StreamRDFBase() {
              @Override
              public void quad(Quad quad) {
                quads.add(quad);
              }
            });
    return quads.getFirst();
  }
}
