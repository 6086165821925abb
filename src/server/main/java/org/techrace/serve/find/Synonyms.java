package org.techrace.serve.find;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.techrace.entity.Entities;

/// The words that readers type and that mean something else in the graph: `search/synonyms.rq`.
public final class Synonyms {
  private Synonyms() {}

  /// Returns the meanings of each word.
  public static Map<String, List<String>> of(Entities entities) {
    return entities.rows("search/synonyms").stream()
        .collect(
            Collectors.groupingBy(
                row -> row.text("word"),
                Collectors.mapping(row -> row.text("meaning"), Collectors.toList())));
  }
}
