package org.techrace.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.system.StreamRDFBase;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDF;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.Iris;

/// Counts the statements of a release in its sorted dump, in one pass: all quads of a subject, and
/// all graphs of a triple, follow each other. The memory depends on the numbers of graphs, classes
/// and properties only.
final class DumpCounts extends StreamRDFBase {
  private final String entitySpace;
  private final Map<Node, Long> perGraph = Counts.byNode();
  private final Map<Node, Long> perClass = Counts.byNode();
  private final Map<Node, Long> perProperty = Counts.byNode();
  private final List<Triple> aboutGraphs = new ArrayList<>();
  private long triples;
  private long subjects;
  private long entities;
  private long aboutBlankNodes;
  private String example;
  private long most;
  private @Nullable Triple last;

  /// The number of statements about the present subject, and whether it has a class.
  private long statements;

  private boolean typed;

  DumpCounts(Iris iris) {
    this.entitySpace = iris.id();
    this.example = entitySpace;
  }

  @Override
  public void quad(Quad quad) {
    Triple triple = quad.asTriple();
    perGraph.merge(quad.getGraph(), 1L, Long::sum);
    if (quad.getGraph().equals(quad.getSubject())) {
      aboutGraphs.add(triple);
    }
    if (triple.equals(last)) {
      return;
    }
    if (last == null || !last.getSubject().equals(triple.getSubject())) {
      finish();
      subjects++;
    }
    last = triple;
    triples++;
    statements++;
    perProperty.merge(triple.getPredicate(), 1L, Long::sum);
    if (triple.getSubject().isBlank()) {
      aboutBlankNodes++;
    }
    if (triple.getPredicate().equals(RDF.Nodes.type)) {
      typed = true;
      perClass.merge(triple.getObject(), 1L, Long::sum);
    }
  }

  /// Ends the statements about a subject.
  @Override
  public void finish() {
    Node subject = last == null ? null : last.getSubject();
    if (subject != null && subject.isURI()) {
      entities += typed ? 1 : 0;
      if (statements > most && subject.getURI().startsWith(entitySpace)) {
        most = statements;
        example = subject.getURI();
      }
    }
    statements = 0;
    typed = false;
  }

  /// Returns the number of statements whose subject is a blank node.
  long aboutBlankNodes() {
    return aboutBlankNodes;
  }

  /// Returns the counts after the last statement.
  Counts counts() {
    return new Counts(
        triples, subjects, entities, example, perGraph, perClass, perProperty, aboutGraphs);
  }
}
