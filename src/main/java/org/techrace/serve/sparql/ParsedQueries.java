package org.techrace.serve.sparql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.function.Supplier;

/// Remembers queries that were read and found to keep the rules. Programs ask the same ones again
/// and again, and to read a small query takes longer than to answer it.
final class ParsedQueries {
  /// In characters of all texts together.
  private static final long REMEMBERED = 1 << 20;

  private final Cache<Key, ParsedQuery> queries =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED)
          .weigher((Key key, ParsedQuery query) -> key.query.length() + 100)
          .build();

  /// The rules ask which graphs a release has.
  private record Key(
      String release, String query, List<String> defaultGraphs, List<String> namedGraphs) {}

  /// The query asked, which is read if it is not remembered. Two that ask at once may both read it.
  ///
  /// @param read reads and checks it, or throws
  ParsedQuery get(String release, SparqlRequest asked, Supplier<ParsedQuery> read) {
    Key key = new Key(release, asked.query(), asked.defaultGraphs(), asked.namedGraphs());
    ParsedQuery known = queries.getIfPresent(key);
    if (known == null) {
      known = read.get();
      queries.put(key, known);
    }
    return known;
  }
}
