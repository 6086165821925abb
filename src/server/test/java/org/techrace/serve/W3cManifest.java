package org.techrace.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.system.G;
import org.apache.jena.vocabulary.RDF;
import org.techrace.SharedMaterial;

/// A manifest of the W3C's SPARQL tests.
record W3cManifest(String folder, Graph graph) {
  static final Path SUITES = SharedMaterial.suite("sparql");
  static final String MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
  static final String QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#";

  /// A test.
  ///
  /// @param name the name, unique within the suites
  record Entry(String name, String type, Node node, W3cManifest manifest) {
    List<Node> objects(Node subject, String property) {
      return Iter.toList(G.iterSP(manifest.graph, subject, NodeFactory.createURI(property)));
    }

    Optional<Node> object(Node subject, String property) {
      return objects(subject, property).stream().findFirst();
    }

    Node action() {
      return object(node, MF + "action").orElseThrow();
    }
  }

  /// Returns all manifests of a suite.
  static List<W3cManifest> of(String suite) throws IOException {
    try (Stream<Path> files = Files.walk(SUITES.resolve(suite))) {
      return files
          .filter(f -> f.endsWith("manifest.ttl"))
          .sorted()
          .map(
              f ->
                  new W3cManifest(
                      suite + "/" + f.getName(f.getNameCount() - 2),
                      RDFDataMgr.loadGraph(f.toUri().toString())))
          .toList();
    }
  }

  /// Returns the tests that `mf:entries` lists. Some manifests also describe other tests.
  private Set<Node> listed() {
    Set<Node> listed = new HashSet<>();
    graph
        .find(Node.ANY, NodeFactory.createURI(MF + "entries"), Node.ANY)
        .forEachRemaining(t -> listed.addAll(G.listMembers(graph, t.getObject())));
    return listed;
  }

  /// Returns the tests whose type starts with one of these names.
  List<Entry> entries(List<String> types) {
    List<Entry> entries = new ArrayList<>();
    Set<Node> listed = listed();
    graph
        .find(Node.ANY, RDF.type.asNode(), Node.ANY)
        .forEachRemaining(
            t -> {
              String type = t.getObject().getLocalName();
              if (listed.contains(t.getSubject())
                  && t.getObject().toString().startsWith(MF)
                  && types.stream().anyMatch(type::startsWith)) {
                String iri = t.getSubject().toString();
                String name = folder + "#" + iri.substring(iri.lastIndexOf('#') + 1);
                entries.add(new Entry(name, type, t.getSubject(), this));
              }
            });
    entries.sort(java.util.Comparator.comparing(Entry::name));
    return entries;
  }
}
