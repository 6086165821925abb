package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.RDF;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.SharedMaterial;

/// Runs the W3C query evaluation tests of SPARQL 1.0, 1.1 and 1.2 on a store and with ARQ in
/// memory, and compares the results.
final class W3cSuiteTest {
  private static final String MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
  private static final String QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#";
  private static final Path SUITES = SharedMaterial.suite("sparql");

  @TempDir private Path folder;
  private int stores;

  @TestFactory
  Stream<DynamicTest> sparql10() throws IOException {
    return tests("sparql10", 200);
  }

  @TestFactory
  Stream<DynamicTest> sparql11() throws IOException {
    return tests("sparql11", 200);
  }

  @TestFactory
  Stream<DynamicTest> sparql12() throws IOException {
    return tests("sparql12", 60);
  }

  private Stream<DynamicTest> tests(String suite, int least) throws IOException {
    Path root = SUITES.resolve(suite);
    assumeTrue(Files.isDirectory(root), "the W3C test suites are not at " + root);
    List<Path> manifests;
    try (Stream<Path> files = Files.walk(root)) {
      manifests = files.filter(f -> f.endsWith("manifest.ttl")).sorted().toList();
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (Path manifest : manifests) {
      Graph graph = RDFDataMgr.loadGraph(manifest.toUri().toString());
      graph
          .find(Node.ANY, RDF.type.asNode(), NodeFactory.createURI(MF + "QueryEvaluationTest"))
          .forEachRemaining(
              t -> {
                String name = objects(graph, t.getSubject(), MF + "name").toString();
                tests.add(
                    DynamicTest.dynamicTest(
                        root.relativize(manifest).getParent() + " " + name,
                        () -> compare(graph, t.getSubject())));
              });
    }
    assertThat(tests).hasSizeGreaterThan(least);
    return tests.stream();
  }

  private static List<Node> objects(Graph graph, Node subject, String property) {
    List<Node> objects = new ArrayList<>();
    graph
        .find(subject, NodeFactory.createURI(property), Node.ANY)
        .forEachRemaining(t -> objects.add(t.getObject()));
    return objects;
  }

  private void compare(Graph manifest, Node test) {
    Node action = objects(manifest, test, MF + "action").getFirst();
    List<Node> queries = objects(manifest, action, QT + "query");
    Query query =
        QueryFactory.read(
            (queries.isEmpty() ? action : queries.getFirst()).getURI(), Syntax.syntaxARQ);
    DatasetGraph memory = DatasetGraphFactory.create();
    for (Node data : objects(manifest, action, QT + "data")) {
      RDFParser.source(data.getURI()).parse(memory);
    }
    List<String> named = new ArrayList<>(query.getGraphURIs());
    named.addAll(query.getNamedGraphURIs());
    objects(manifest, action, QT + "graphData").forEach(g -> named.add(graphFile(manifest, g)));
    for (String uri : named) {
      Graph graph = GraphFactory.createDefaultGraph();
      RDFParser.source(uri).parse(graph);
      memory.addGraph(NodeFactory.createURI(uri), graph);
    }
    Path store = folder.resolve("store" + stores++);
    try (StoreDataset sealed = Stores.of(memory, store, StoreDataset.DefaultGraph.OWN)) {
      // REDUCED may leave any number of duplicates, so the solutions are compared without them.
      if (query.isReduced()) {
        query.setReduced(false);
        query.setDistinct(true);
      }
      Answer expected = Answer.of(query, memory);
      Answer actual = Answer.of(query, sealed);
      assertThat(actual.matches(expected))
          .as(() -> query + "\nin memory: " + expected.lines() + "\nstore: " + actual.lines())
          .isTrue();
      if (query.hasOrderBy()) {
        assertThat(actual.matchesInOrder(expected)).as(() -> "order of " + query).isTrue();
      }
    }
  }

  /// Returns the file of graph data, which some tests state as a node with the file and its name.
  private static String graphFile(Graph manifest, Node graph) {
    List<Node> files = objects(manifest, graph, QT + "graph");
    return (files.isEmpty() ? graph : files.getFirst()).getURI();
  }
}
