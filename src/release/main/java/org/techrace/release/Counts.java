package org.techrace.release;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.util.NodeCmp;

/// The counts of the statements of a release. A statement of two sources counts once for the
/// release and once for each source.
interface Counts {
  /// Returns an empty map, in the order of the description.
  static Map<Node, Long> byNode() {
    return new TreeMap<>(NodeCmp::compareRDFTerms);
  }

  /// Returns the number of statements in the union of all graphs.
  long triples();

  long subjects();

  /// Returns the number of subjects with an IRI and a class.
  long entities();

  Map<Node, Long> perGraph();

  /// Returns the IRI of the entity of this project with the most statements, and among several the
  /// first one of the dump.
  String example();

  /// Returns the number of instances by class.
  Map<Node, Long> perClass();

  /// Returns the number of statements by property.
  Map<Node, Long> perProperty();

  /// Returns the statements of each source about its own named graph.
  List<Triple> aboutGraphs();
}
