package org.techrace.serve.pages;

import java.util.LinkedHashMap;
import java.util.Map;
import org.techrace.entity.Entities;
import org.techrace.entity.Row;

/// The prefixes that the ontology declares (`sh:declare`).
public final class Prefixes {
  private Prefixes() {}

  /// Prefix to namespace.
  public static Map<String, String> of(Entities entities) {
    Map<String, String> prefixes = new LinkedHashMap<>();
    for (Row row : entities.rows("prefixes")) {
      prefixes.put(row.text("prefix"), row.text("namespace"));
    }
    return prefixes;
  }
}
