package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.techrace.serve.W3cManifest.MF;
import static org.techrace.serve.W3cManifest.QT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.Syntax;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.graph.GraphFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.Stores;

/// Runs the W3C's query evaluation, result format and syntax tests over HTTP. `w3c-known.tsv` lists
/// the failing tests with reasons; a listed test that passes fails the build.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class W3cHttpTest {
  private static final List<String> TYPES =
      List.of(
          "QueryEvaluationTest", "CSVResultFormatTest", "PositiveSyntaxTest", "NegativeSyntaxTest");

  /// Suites that are skipped: entailment regimes are not supported, and the services of the
  /// federation tests do not exist.
  private static final Set<String> NOT_OFFERED = Set.of("sparql11/entailment", "sparql11/service");

  private final Map<String, String> coverage = new TreeMap<>();
  private Map<String, String> known = Map.of();
  private TestServer server;
  private int stores;
  private @Nullable Data served;

  @TempDir private Path folder;

  @BeforeAll
  void start() throws Exception {
    assumeTrue(Files.isDirectory(W3cManifest.SUITES), "no W3C suites at " + W3cManifest.SUITES);
    known =
        Files.readAllLines(Path.of("src/server/test/resources/serve/w3c-known.tsv")).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("\t", 2))
            .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
    server = TestServer.small();
  }

  @AfterAll
  void stop() throws Exception {
    if (server != null) {
      server.close();
      ReliabilityDoc.coverage(coverage, known);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sparql10", "sparql11", "sparql12"})
  void suite(String suite) throws Exception {
    Map<String, String> failures = new TreeMap<>();
    int count = 0;
    for (W3cManifest manifest : W3cManifest.of(suite)) {
      if (NOT_OFFERED.contains(manifest.folder())) {
        continue;
      }
      for (W3cManifest.Entry entry : byData(manifest.entries(TYPES))) {
        count++;
        String failure = failure(entry);
        if (!failure.isEmpty()) {
          failures.put(entry.name(), failure.replaceAll("\\s+", " "));
        }
      }
    }
    coverage.put(suite, (count - failures.size()) + " of " + count);
    Set<String> expected =
        known.keySet().stream()
            .filter(name -> name.startsWith(suite + "/"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(failures.keySet()).as("%s", failures).isEqualTo(expected);
    assertThat(count).isGreaterThan(100);
  }

  /// Returns tests with the same data one after the other, since making a store takes longer than
  /// most queries.
  private static List<W3cManifest.Entry> byData(List<W3cManifest.Entry> tests) {
    return tests.stream()
        .sorted(Comparator.comparing(t -> t.objects(t.action(), QT + "data").toString()))
        .toList();
  }

  /// Returns the reason why a test fails, or the empty string.
  private String failure(W3cManifest.Entry entry) {
    try {
      return switch (entry.type()) {
        case String t when t.startsWith("PositiveSyntax") -> syntax(entry, false);
        case String t when t.startsWith("NegativeSyntax") -> syntax(entry, true);
        default -> evaluation(entry);
      };
    } catch (Exception | AssertionError | StackOverflowError e) {
      return String.valueOf(e).lines().findFirst().orElse("");
    }
  }

  private String syntax(W3cManifest.Entry entry, boolean wrong) throws Exception {
    Path file = Path.of(java.net.URI.create(entry.action().getURI()));
    var response = ask(Files.readAllBytes(file), "*/*", "");
    // A query may be valid and still use graphs that this server does not have.
    boolean refused =
        response.statusCode() == 400
            && !response.body().matches("(?s).*(not available here|graphs are not fetched).*");
    return refused == wrong ? "" : "answered " + response.statusCode() + " " + response.body();
  }

  private java.net.http.HttpResponse<String> ask(byte[] query, String accept, String more)
      throws Exception {
    return server.send(
        server
            .request("/sparql" + more)
            .header("Content-Type", "application/sparql-query")
            .header("Accept", accept)
            .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(query)));
  }

  private String evaluation(W3cManifest.Entry entry) throws Exception {
    Node action = entry.action();
    String file = entry.object(action, QT + "query").orElse(action).getURI();
    String text = Files.readString(Path.of(java.net.URI.create(file)));
    serve(Data.of(entry, named(text, file)));
    W3cResult expected =
        W3cResult.expected(entry.object(entry.node(), MF + "result").orElseThrow().getURI());
    // Relative IRIs of the query are relative to its file.
    byte[] query =
        ("BASE <" + file + "> " + text).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var response = ask(query, expected.accept(), "");
    return response.statusCode() == 200
        ? expected.difference(
            response.body(), text.toUpperCase(java.util.Locale.ROOT).contains("REDUCED"))
        : response.statusCode() + " " + response.body();
  }

  /// Returns the graphs that a query names in FROM. Over HTTP they must be in the dataset.
  private static List<String> named(String text, String file) {
    try {
      Query query = QueryFactory.create(text, file, Syntax.syntaxSPARQL_12);
      List<String> graphs = new ArrayList<>(query.getGraphURIs());
      graphs.addAll(query.getNamedGraphURIs());
      return graphs;
    } catch (QueryParseException e) {
      return List.of();
    }
  }

  /// Serves the data of a test, unless they are those of the test before.
  private void serve(Data data) {
    if (!data.equals(served)) {
      served = data;
      server.server.promote(
          TestServer.asIs(
              "data-" + stores,
              Stores.of(
                  data.read(), folder.resolve("store" + stores++), StoreDataset.DefaultGraph.OWN)));
    }
  }

  /// The files of a dataset.
  ///
  /// @param named the files of the named graphs, which are their names, too
  private record Data(List<String> files, List<String> named) {
    static Data of(W3cManifest.Entry entry, List<String> inQuery) {
      List<String> named = new ArrayList<>(inQuery);
      for (Node graph : entry.objects(entry.action(), QT + "graphData")) {
        named.add(entry.object(graph, QT + "graph").orElse(graph).getURI());
      }
      return new Data(
          entry.objects(entry.action(), QT + "data").stream().map(Node::getURI).sorted().toList(),
          named.stream().sorted().toList());
    }

    DatasetGraph read() {
      DatasetGraph dataset = DatasetGraphFactory.create();
      files.forEach(file -> RDFParser.source(file).parse(dataset));
      for (String iri : named) {
        Graph graph = GraphFactory.createDefaultGraph();
        RDFParser.source(iri).parse(graph);
        dataset.addGraph(NodeFactory.createURI(iri), graph);
      }
      return dataset;
    }
  }
}
