package org.techrace.remote;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;

/// An engine that holds the data of releases instead of their stores, and the way in which its own
/// loader reads a dump. Not thread-safe: one build uses it.
public sealed interface Holder permits Fuseki, Virtuoso, OtherEngine {
  /// The time limit of an answer during a build.
  Duration TIME = Duration.ofHours(1);

  /// The data of a release, by which an engine is checked.
  ///
  /// @param example the IRI of a thing with statements
  /// @param sizes the number of statements of each named graph
  /// @param space where the named graphs of all releases begin
  record Contents(String example, Map<String, Long> sizes, String space) {
    public Contents {
      sizes = Map.copyOf(sizes);
    }
  }

  /// Returns the address at which the engine answers queries.
  URI endpoint();

  /// Deletes graphs.
  ///
  /// @throws IOException if the engine refuses it
  void delete(List<String> graphs) throws IOException;

  /// Loads a dump with the loader of the engine.
  ///
  /// @param dump a file of N-Quads, packed with gzip
  /// @param contents what the dump has
  /// @param say receives what the user must do or wait for
  /// @throws IOException if the engine refuses it
  void load(Path dump, Contents contents, Consumer<String> say) throws IOException;

  /// Replaces the data of an earlier release in the engine by a dump. Other graphs stay.
  ///
  /// @param earlier the graphs of the earlier release, from [#graphs]
  /// @return the data behind the endpoint, which has what the dump has
  /// @throws IOException if the engine refuses it, or has something else afterwards
  default DatasetGraph hold(
      List<String> earlier, Path dump, Contents contents, Consumer<String> say) throws IOException {
    delete(earlier);
    load(dump, contents, say);
    EndpointDataset data =
        EndpointDataset.open(
            endpoint(), contents.example(), List.copyOf(contents.sizes().keySet()), TIME);
    Optional<String> fault = data.fault(contents.sizes());
    if (fault.isPresent()) {
      data.close();
      throw new IOException(
          "the engine at %s %s after it has loaded %s"
              .formatted(endpoint(), fault.get(), dump.getFileName()));
    }
    return data;
  }

  /// Returns the graphs of the engine whose names begin with the address of the releases.
  ///
  /// @throws EndpointException if the engine does not answer
  default List<String> graphs(String space) {
    List<String> earlier = new ArrayList<>();
    EndpointDataset all = EndpointDataset.unchecked(endpoint(), TIME);
    try {
      all.listGraphNodes().forEachRemaining(graph -> addIfIn(space, graph, earlier));
    } finally {
      all.close();
    }
    return earlier;
  }

  private static void addIfIn(String space, Node graph, List<String> to) {
    if (graph.isURI() && graph.getURI().startsWith(space)) {
      to.add(graph.getURI());
    }
  }

  /// Reads what `--held-by` names: an engine, an engine and its address (`fuseki=URL`), or the
  /// address of any other SPARQL endpoint.
  ///
  /// @param sql the address of Virtuoso's SQL port, if it is not that of a new installation
  /// @param password the password of Virtuoso's user `dba`
  /// @throws IllegalArgumentException if it is none of them; the message says what was expected
  static Holder of(String text, Optional<String> sql, String password) {
    if (text.matches("https?://.*")) {
      return new OtherEngine(address(text, ""), "");
    }
    String[] parts = text.split("=", 2);
    String kind = parts[0];
    String address = parts.length == 1 ? "" : parts[1];
    return switch (kind) {
      case "virtuoso" ->
          new Virtuoso(address(address, "http://localhost:8890/sparql"), sql, password);
      case "fuseki" -> new Fuseki(address(address, "http://localhost:3030/ds"));
      case "qlever" -> OtherEngine.qlever(address(address, "http://localhost:7001"));
      default ->
          throw new IllegalArgumentException(
              "'%s' is not an engine; expected virtuoso, fuseki or qlever, one of them with its address, such as fuseki=http://localhost:3030/ds, or the address of another SPARQL endpoint"
                  .formatted(kind));
    };
  }

  private static URI address(String text, String usual) {
    String address = text.isEmpty() ? usual : text;
    try {
      URI uri = new URI(address);
      if (address.matches("https?://.*") && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // reported below
    }
    throw new IllegalArgumentException(
        "'%s' is not the address of an engine; expected one such as http://localhost:8890/sparql"
            .formatted(address));
  }
}
