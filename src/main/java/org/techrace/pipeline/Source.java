package org.techrace.pipeline;

import java.nio.file.Path;
import org.techrace.rdf.Iris;

/// A source: a folder in which everything about it lies together.
///
/// @param folder the folder
record Source(Path folder) {

  String name() {
    return folder.getFileName().toString();
  }

  /// The IRI of the named graph that holds what the source says.
  String graph() {
    return Iris.graph(name());
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
