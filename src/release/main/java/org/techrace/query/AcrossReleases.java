package org.techrace.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.DatasetDescription;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.apache.jena.sparql.core.DatasetGraphWrapperView;
import org.techrace.rdf.Iris;
import org.techrace.store.query.OtherStoreGraph;

/// A query that reads several releases. Each release is a named graph, and each source of a release
/// is one:
///
/// | Name, below the base of the graph | Statements |
/// |---|---|
/// | `release/ID/graph` | all sources of the release |
/// | `release/ID/graph/SOURCE` | one source of the release |
///
/// A query lists them in `FROM NAMED`, and reads one of them in `GRAPH`; `FROM` can name those of
/// one release, which becomes the default graph. Each pattern runs in the store of its release.
/// Blank nodes of two releases are never the same.
public final class AcrossReleases {
  private static final String GRAPH = "/graph";

  private final Query query;
  private final Iris iris;
  private final String asked;
  private final Set<String> releases;
  private final String base;

  /// The name of a graph of a release.
  ///
  /// @param iri the name
  /// @param release the name of the release
  /// @param source the name of the source; empty for all sources
  private record Name(String iri, String release, String source) {
    static Optional<Name> of(String iri, Iris iris) {
      Matcher form =
          Pattern.compile(Pattern.quote(iris.release("")) + "([^/]+)" + GRAPH + "(?:/(.+))?")
              .matcher(iri);
      return form.matches()
          ? Optional.of(new Name(iri, form.group(1), form.group(2) == null ? "" : form.group(2)))
          : Optional.empty();
    }
  }

  /// The data that the query is run on.
  ///
  /// @param description the graphs of the dataset that the query sees, instead of those that it
  ///   names
  public record Prepared(DatasetDescription description, DatasetGraph dataset) {}

  private AcrossReleases(Query query, Iris iris, String asked) {
    this.query = query;
    this.iris = iris;
    this.asked = asked;
    Set<String> from = new LinkedHashSet<>();
    query.getGraphURIs().forEach(graph -> from.add(releaseOf(graph)));
    if (from.size() > 1) {
      throw new IllegalArgumentException(
          "FROM names graphs of the releases %s; it can name those of one release. Name the others in FROM NAMED and read them in GRAPH"
              .formatted(String.join(" and ", from)));
    }
    this.base = from.stream().findFirst().orElse(asked);
    Set<String> all = new LinkedHashSet<>(from);
    query.getNamedGraphURIs().forEach(graph -> all.add(releaseOf(graph)));
    all.add(base);
    this.releases = Set.copyOf(all);
  }

  private String releaseOf(String graph) {
    return Name.of(graph, iris).map(Name::release).orElse(asked);
  }

  /// Returns a query if it names graphs of releases; otherwise empty.
  ///
  /// @param asked the name of the release that the query is sent to: other graphs are its own
  /// @throws IllegalArgumentException if `FROM` names several releases
  public static Optional<AcrossReleases> of(Query query, Iris iris, String asked) {
    boolean names =
        Stream.concat(query.getGraphURIs().stream(), query.getNamedGraphURIs().stream())
            .anyMatch(graph -> isName(graph, iris));
    return names ? Optional.of(new AcrossReleases(query, iris, asked)) : Optional.empty();
  }

  /// Reports whether an IRI is the name of a graph of a release.
  public static boolean isName(String iri, Iris iris) {
    return Name.of(iri, iris).isPresent();
  }

  /// Returns the name of the graph with all statements of a release.
  public static String name(String release, Iris iris) {
    return iris.release(release) + GRAPH;
  }

  /// Returns the names of the releases that the query reads.
  public Set<String> releases() {
    return releases;
  }

  /// Returns what the query is run on.
  ///
  /// @param opened returns the dataset of a release of [#releases]; it must stay open until the
  ///   query has ended
  /// @throws IllegalArgumentException if a graph does not exist
  public Prepared prepare(Function<String, DatasetGraph> opened) {
    DatasetDescription seen = new DatasetDescription();
    for (String graph : query.getGraphURIs()) {
      seen.addAllDefaultGraphURIs(local(graph, opened));
    }
    Map<Node, Graph> graphs = new HashMap<>();
    for (String graph : query.getNamedGraphURIs()) {
      seen.addNamedGraphURI(graph);
      Graph found = graph(graph, opened);
      String release = releaseOf(graph);
      graphs.put(
          NodeFactory.createURI(graph),
          release.equals(base) ? found : new OtherStoreGraph(found, release));
    }
    return new Prepared(seen, new NamedReleases(opened.apply(base), graphs));
  }

  /// Returns the names that graphs of `FROM` have in their own release.
  private List<String> local(String graph, Function<String, DatasetGraph> opened) {
    Optional<Name> name = Name.of(graph, iris);
    if (name.isPresent() && name.get().source().isEmpty()) {
      List<String> all = new ArrayList<>();
      String description = iris.release(name.get().release());
      for (Iterator<Node> nodes = opened.apply(base).listGraphNodes(); nodes.hasNext(); ) {
        Node node = nodes.next();
        if (node.isURI() && !node.getURI().equals(description)) {
          all.add(node.getURI());
        }
      }
      return all;
    }
    graph(graph, opened);
    return List.of(name.map(n -> iris.graph(n.source())).orElse(graph));
  }

  private Graph graph(String graph, Function<String, DatasetGraph> opened) {
    Optional<Name> name = Name.of(graph, iris);
    DatasetGraph dataset = opened.apply(releaseOf(graph));
    if (name.isPresent() && name.get().source().isEmpty()) {
      return dataset.getDefaultGraph();
    }
    Node node = NodeFactory.createURI(name.map(n -> iris.graph(n.source())).orElse(graph));
    if (!dataset.containsGraph(node)) {
      throw new IllegalArgumentException(
          "The named graph <%s> is not in release %s".formatted(graph, releaseOf(graph)));
    }
    return dataset.getGraph(node);
  }

  /// The dataset of a release, and graphs of others.
  private static final class NamedReleases extends DatasetGraphWrapper
      implements DatasetGraphWrapperView {
    private final Map<Node, Graph> graphs;

    NamedReleases(DatasetGraph base, Map<Node, Graph> graphs) {
      super(base);
      this.graphs = graphs;
    }

    @Override
    public boolean containsGraph(Node name) {
      return graphs.containsKey(name) || super.containsGraph(name);
    }

    @Override
    public Graph getGraph(Node name) {
      Graph named = graphs.get(name);
      return named == null ? super.getGraph(name) : named;
    }
  }
}
