package org.techrace.serve.sparql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Optional;
import org.techrace.entity.Term;

/// Caches answers as tables of pages by release, language and query, up to a number of bytes. Safe
/// for use by several threads.
final class TableCache {
  /// The estimated size of a term without its texts, in bytes.
  private static final int TERM_BYTES = 150;

  private final Cache<Key, ResultTable> tables;

  TableCache(long bytes) {
    tables =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .executor(Runnable::run)
            .weigher((Key key, ResultTable table) -> key.query.length() * 2 + bytes(table))
            .build();
  }

  /// The key of a table.
  ///
  /// @param language the language of its labels
  /// @param query see [ParsedQuery#text]
  record Key(String release, String language, String query) {}

  Optional<ResultTable> get(Key key) {
    return Optional.ofNullable(tables.getIfPresent(key));
  }

  void put(Key key, ResultTable table) {
    tables.put(key, table);
  }

  private static int bytes(ResultTable table) {
    return table.rows().stream()
        .flatMap(List::stream)
        .flatMap(List::stream)
        .mapToInt((Term term) -> TERM_BYTES + term.text().length() + term.key().length())
        .sum();
  }
}
