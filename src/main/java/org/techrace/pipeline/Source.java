package org.techrace.pipeline;

import java.nio.file.Path;
import org.techrace.rdf.Iris;

/// A source: a folder in which everything about it lies together.
///
/// @param folder the folder
/// @param iris the IRI spaces of the graph
record Source(Path folder, Iris iris) {

  String name() {
    return folder.getFileName().toString();
  }

  /// The IRI of the named graph that holds what the source says.
  String graph() {
    return iris.graph(name());
  }

  /// How its tables become RDF.
  Path mapping() {
    return folder.resolve("mapping.ttl");
  }

  /// What it is, who publishes it, under which licence.
  Path description() {
    return folder.resolve("source.ttl");
  }
}
