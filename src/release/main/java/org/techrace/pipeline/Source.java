package org.techrace.pipeline;

import java.nio.file.Path;
import org.techrace.rdf.Iris;

/// A source: a folder with tables, a mapping and a description. It may have RDF files instead of
/// tables and a mapping.
///
/// @param folder the folder
/// @param iris the IRI spaces of the graph
record Source(Path folder, Iris iris) {

  String name() {
    return folder.getFileName().toString();
  }

  /// Returns the IRI of the named graph with the statements of the source.
  String graph() {
    return iris.graph(name());
  }

  /// Returns the file of the mapping.
  Path mapping() {
    return folder.resolve("mapping.ttl");
  }

  /// Returns the file with title, publisher and licence.
  Path description() {
    return folder.resolve("source.ttl");
  }
}
