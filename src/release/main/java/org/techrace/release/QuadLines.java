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
import org.apache.jena.vocabulary.XSD;
import org.techrace.rdf.Iris;

/// Converts the statements of one source to N-Quads lines in the named graph of the source.
///
/// A blank node is labelled with the name of the graph and a number in order of first appearance,
/// so that the same input gives the same labels.
final class QuadLines extends StreamRDFBase {
  private static final char DELETE = 0x7F;
  private static final boolean[] IRI = special(" <>\"{}|^`\\");
  private static final boolean[] TEXT = special("\"\\");

  private final SortedLines lines;
  private final Node graph;
  private final String label;
  private final Map<Node, Node> blankNodes = new HashMap<>();
  private final NodeFormatter formatter = new NodeFormatterNT();
  private final StringBuilder line = new StringBuilder();

  /// Marks control characters and some others.
  private static boolean[] special(String others) {
    boolean[] special = new boolean[DELETE + 1];
    for (char c = 0; c <= DELETE; c++) {
      special[c] = c < ' ' || c == DELETE || others.indexOf(c) >= 0;
    }
    return special;
  }

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
    line.setLength(0);
    for (Node node : new Node[] {s, p, o, g}) {
      append(stable(node));
      line.append(' ');
    }
    line.append('.');
    try {
      lines.add(line.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Appends a term. Most terms need no escapes and are copied as a whole; Jena formats the others.
  private void append(Node node) {
    if (node.isURI() && isPlain(node.getURI(), IRI)) {
      line.append('<').append(node.getURI()).append('>');
    } else if (node.isLiteral() && isPlain(node.getLiteralLexicalForm(), TEXT)) {
      appendPlain(node);
    } else {
      IndentedLineBuffer term = new IndentedLineBuffer();
      formatter.format(term, node);
      line.append(term.asString());
    }
  }

  private void appendPlain(Node literal) {
    line.append('"').append(literal.getLiteralLexicalForm()).append('"');
    String language = literal.getLiteralLanguage();
    String datatype = literal.getLiteralDatatypeURI();
    if (!language.isEmpty()) {
      line.append('@').append(language);
      if (literal.getLiteralBaseDirection() != null) {
        line.append("--").append(literal.getLiteralBaseDirection());
      }
    } else if (!datatype.equals(XSD.xstring.getURI())) {
      line.append("^^<").append(datatype).append('>');
    }
  }

  private static boolean isPlain(String text, boolean[] special) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < special.length && special[c]) {
        return false;
      }
    }
    return true;
  }

  private Node stable(Node node) {
    if (node.isTripleTerm()) {
      Triple triple = node.getTriple();
      return NodeFactory.createTripleTerm(
          stable(triple.getSubject()), triple.getPredicate(), stable(triple.getObject()));
    }
    return node.isBlank()
        ? blankNodes.computeIfAbsent(
            node, n -> NodeFactory.createBlankNode(label + (blankNodes.size() + 1)))
        : node;
  }
}
