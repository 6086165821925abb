package org.techrace.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.jena.atlas.io.IndentedLineBuffer;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.out.NodeFormatter;
import org.apache.jena.riot.out.NodeFormatterNT;
import org.apache.jena.riot.system.StreamRDFBase;
import org.apache.jena.sparql.core.Quad;
import org.techrace.rdf.Iris;

/// Converts the statements of one source to N-Quads lines in the named graph of the source.
///
/// A blank node is labelled with the name of the graph and a number in order of first appearance,
/// so that the same input gives the same labels.
final class QuadLines extends StreamRDFBase {
  private final SortedLines lines;
  private final Node graph;
  private final String label;
  private final Map<Node, Node> blankNodes = new HashMap<>();
  private final NodeFormatter formatter = new NodeFormatterNT();

  QuadLines(SortedLines lines, String graph) {
    this.lines = lines;
    this.graph = NodeFactory.createURI(graph);
    this.label = Iris.localName(graph) + "-";
  }

  @Override
  public void triple(Triple triple) {
    write(graph, triple.getSubject(), triple.getPredicate(), triple.getObject());
  }

  @Override
  public void quad(Quad quad) {
    Node g = quad.isDefaultGraph() ? graph : quad.getGraph();
    write(g, quad.getSubject(), quad.getPredicate(), quad.getObject());
  }

  private void write(Node g, Node s, Node p, Node o) {
    IndentedLineBuffer line = new IndentedLineBuffer();
    for (Node node : new Node[] {s, p, o, g}) {
      formatter.format(line, stable(node));
      line.print(" ");
    }
    line.print(".");
    try {
      lines.add(line.asString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Node stable(Node node) {
    return node.isBlank()
        ? blankNodes.computeIfAbsent(
            node, n -> NodeFactory.createBlankNode(label + (blankNodes.size() + 1)))
        : node;
  }
}
