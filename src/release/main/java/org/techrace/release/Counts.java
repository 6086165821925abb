package org.techrace.release;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.util.NodeCmp;

/// The counts of the statements of a release. A statement of two sources counts once for the
/// release and once for each source.
///
/// @param triples the number of statements in the union of all graphs
/// @param subjects the number of their subjects
/// @param entities the number of subjects with an IRI and a class
/// @param example the IRI of the entity of this project with the most statements, and among several
///   the first one of the dump
/// @param perGraph the number of statements by named graph
/// @param perClass the number of instances by class
/// @param perProperty the number of statements by property
/// @param aboutGraphs the statements of each source about its own named graph
record Counts(
    long triples,
    long subjects,
    long entities,
    String example,
    Map<Node, Long> perGraph,
    Map<Node, Long> perClass,
    Map<Node, Long> perProperty,
    List<Triple> aboutGraphs) {

  /// Returns an empty map, in the order of the description.
  static Map<Node, Long> byNode() {
    return new TreeMap<>(NodeCmp::compareRDFTerms);
  }
}
