package org.techrace.serve.pages;

import java.util.LinkedHashMap;
import java.util.Map;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;

/// The prefixes that the ontology declares (`sh:declare`).
public final class OntologyPrefixes {
  private OntologyPrefixes() {}

  /// Returns the namespaces by prefix.
  public static Map<String, String> of(Entities entities) {
    Map<String, String> prefixes = new LinkedHashMap<>();
    for (ResultRow row : entities.rows("prefixes")) {
      prefixes.put(row.text("prefix"), row.text("namespace"));
    }
    return prefixes;
  }

  /// Returns a term with its prefixed name as text, if there is a prefix for it.
  static Term.Link shortened(Term.Link term, Map<String, String> prefixes) {
    return prefixes.entrySet().stream()
        .filter(prefix -> term.iri().startsWith(prefix.getValue()))
        .map(p -> term.called(p.getKey() + ":" + term.iri().substring(p.getValue().length())))
        .findFirst()
        .orElse(term);
  }
}
