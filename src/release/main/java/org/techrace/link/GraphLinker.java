package org.techrace.link;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.system.Txn;
import org.techrace.access.ReadableFile;
import org.techrace.engine.expression.Linker;
import org.techrace.rdf.RdfFiles;
import org.techrace.release.Release;
import org.techrace.search.Candidate;
import org.techrace.search.MatchQuery;
import org.techrace.search.Search;

/// Finds names with the matcher of a release or a graph. Thread-safe.
public final class GraphLinker implements Linker, Closeable {
  /// The maximum number of names whose result is remembered.
  private static final int MAX_REMEMBERED = 100_000;

  private final DatasetGraph dataset;
  private final Search search;
  private final Closeable graph;
  private final Map<Request, Result> remembered = new ConcurrentHashMap<>();

  /// @param graph is closed with the linker
  private GraphLinker(DatasetGraph dataset, Search search, Closeable graph) {
    this.dataset = dataset;
    this.search = search;
    this.graph = graph;
  }

  /// Opens the search of a release, which is closed with it.
  public static GraphLinker of(Release release) throws IOException {
    return new GraphLinker(release.dataset(), TableLinks.open(release), release::close);
  }

  /// Creates the search of a graph, with an index in memory.
  public static GraphLinker of(Graph graph) throws IOException {
    DatasetGraph dataset = DatasetGraphFactory.wrap(graph);
    return new GraphLinker(dataset, Search.inMemory(dataset), () -> {});
  }

  /// Creates the search of some RDF files, with an index in memory.
  ///
  /// @param base the base for relative IRIs in the files
  /// @throws IOException if a file cannot be read
  public static GraphLinker of(List<ReadableFile> files, String base) throws IOException {
    Graph graph = GraphFactory.createDefaultGraph();
    for (ReadableFile file : files) {
      try (InputStream in = file.stream()) {
        RdfFiles.read(in, file.toString(), base, StreamRDFLib.graph(graph));
      }
    }
    return of(graph);
  }

  @Override
  public Result find(Request request) {
    Result known = remembered.get(request);
    if (known != null) {
      return known;
    }
    List<MatchQuery.Property> properties =
        request.property().stream()
            .map(property -> new MatchQuery.Property(property.path(), property.value()))
            .toList();
    MatchQuery query =
        new MatchQuery(request.name(), request.type().stream().toList(), List.of(), properties, 1);
    Optional<Candidate> best =
        Txn.calculateRead(dataset, () -> search.match(query)).stream().findFirst();
    Result result =
        best.filter(candidate -> candidate.score() >= request.threshold())
            .map(candidate -> new Result(Optional.of(candidate.iri()), ""))
            .orElseGet(
                () -> new Result(Optional.empty(), best.map(GraphLinker::described).orElse("")));
    if (remembered.size() < MAX_REMEMBERED) {
      remembered.put(request, result);
    }
    return result;
  }

  private static String described(Candidate candidate) {
    return String.format(
        Locale.ROOT,
        "'%s' <%s> with score %.0f",
        candidate.label(),
        candidate.iri(),
        candidate.score());
  }

  @Override
  public Optional<String> fault(Optional<String> type, Optional<String> property) {
    return Txn.calculateRead(
        dataset,
        () -> {
          Optional<String> fault =
              type.filter(name -> !search.isClass(name))
                  .map(name -> LinkOptions.unknown("class", name, search.terms().classes()));
          return fault.isPresent()
              ? fault
              : property
                  .filter(path -> !search.isProperty(path))
                  .map(path -> LinkOptions.unknown("property", path, search.terms().properties()));
        });
  }

  @Override
  public void close() throws IOException {
    search.close();
    graph.close();
  }
}
