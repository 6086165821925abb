package org.techrace.rdf;

import java.util.Optional;
import org.apache.jena.graph.Node;

/// Finds the terms that only RDF 1.2 has. JSON-LD 1.1 and RDF/JSON cannot write them.
public final class Rdf12Terms {
  private Rdf12Terms() {}

  /// Returns what is new in RDF 1.2 about a term, with its article, or empty for a term of RDF 1.1.
  public static Optional<String> in(Node term) {
    if (term.isTripleTerm()) {
      return Optional.of("a triple term");
    }
    return term.isLiteral() && term.getLiteralBaseDirection() != null
        ? Optional.of("a base direction")
        : Optional.empty();
  }
}
