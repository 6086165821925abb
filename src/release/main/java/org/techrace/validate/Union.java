package org.techrace.validate;

import java.util.Iterator;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Prefixes;
import org.techrace.report.Place;

/// A staged dataset for checks: the union of its named graphs, and the sources of its statements.
///
/// @param dataset the dataset, inside a read transaction
/// @param prefixes the prefixes for nodes in findings
record Union(DatasetGraph dataset, Prefixes prefixes, Iris iris) {

  Graph graph() {
    return dataset.getUnionGraph();
  }

  /// Returns the place of a node: the node, and the first source with a statement about it.
  Place place(Node node) {
    Iterator<Quad> about = dataset.findNG(Node.ANY, node, Node.ANY, Node.ANY);
    String source = "";
    if (about.hasNext()) {
      String graph = about.next().getGraph().getURI();
      source = graph.startsWith(iris.graph("")) ? graph.substring(iris.graph("").length()) : graph;
    }
    return new Place.InGraph(node.isURI() ? node.getURI() : "", prefixes.show(node), source);
  }
}
