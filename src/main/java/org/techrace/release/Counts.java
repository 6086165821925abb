package org.techrace.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.system.StreamRDFBase;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.util.NodeCmp;
import org.apache.jena.vocabulary.RDF;
import org.techrace.rdf.Iris;

/// Counts the statements of a sorted dump while it is read. A statement of two sources counts once
/// for the release and once for each source.
final class Counts extends StreamRDFBase {
  private final Map<Node, Long> perGraph = new TreeMap<>(NodeCmp::compareRDFTerms);
  private final Map<Node, Long> perClass = new TreeMap<>(NodeCmp::compareRDFTerms);
  private final Map<Node, Long> perProperty = new TreeMap<>(NodeCmp::compareRDFTerms);
  private final List<Quad> aboutGraphs = new ArrayList<>();
  private Triple last = Triple.create(Node.ANY, Node.ANY, Node.ANY);
  private long triples;
  private long subjects;
  private long entities;
  private boolean typed;
  private long statements;
  private long mostStatements;
  private final String entitySpace;
  private String example;

  /// Counts nothing yet.
  ///
  /// @param iris the IRI spaces of the graph
  Counts(Iris iris) {
    this.entitySpace = iris.id();
    this.example = iris.id();
  }

  /// Counts a quad. The dump is sorted: equal statements of two sources, and all statements about
  /// one subject, follow each other.
  @Override
  public void quad(Quad quad) {
    perGraph.merge(quad.getGraph(), 1L, Long::sum);
    Triple triple = quad.asTriple();
    if (triple.equals(last)) {
      return;
    }
    if (!triple.getSubject().equals(last.getSubject())) {
      subjects++;
      typed = false;
      statements = 0;
    }
    if (++statements > mostStatements && triple.getSubject().toString().startsWith(entitySpace)) {
      mostStatements = statements;
      example = triple.getSubject().getURI();
    }
    last = triple;
    triples++;
    perProperty.merge(triple.getPredicate(), 1L, Long::sum);
    if (triple.getPredicate().equals(RDF.type.asNode())) {
      perClass.merge(triple.getObject(), 1L, Long::sum);
      if (!typed && triple.getSubject().isURI()) {
        typed = true;
        entities++;
      }
    }
    if (quad.getSubject().equals(quad.getGraph())) {
      aboutGraphs.add(quad);
    }
  }

  /// Returns the number of statements in the union of all graphs.
  long triples() {
    return triples;
  }

  long subjects() {
    return subjects;
  }

  /// Returns the number of subjects with an IRI and a class.
  long entities() {
    return entities;
  }

  Map<Node, Long> perGraph() {
    return perGraph;
  }

  /// Returns the IRI of the entity of this project with the most statements.
  String example() {
    return example;
  }

  /// Returns the number of instances by class.
  Map<Node, Long> perClass() {
    return perClass;
  }

  /// Returns the number of statements by property.
  Map<Node, Long> perProperty() {
    return perProperty;
  }

  /// Returns the statements of each source about its own named graph.
  List<Quad> aboutGraphs() {
    return aboutGraphs;
  }
}
