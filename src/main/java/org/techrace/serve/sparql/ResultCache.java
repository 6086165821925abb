package org.techrace.serve.sparql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.regex.Pattern;
import org.techrace.serve.Format;

/// Remembers answers by release, query and format, within so many bytes. Entries of an older
/// release are not asked for any more and give way.
final class ResultCache {
  /// Queries that may have another answer the next time.
  private static final Pattern UNSTABLE =
      Pattern.compile("(?i)\\b(RAND|NOW|UUID|STRUUID|BNODE)\\s*\\(|\\bSERVICE\\b");

  private final Cache<Key, Remembered> answers;

  ResultCache(long bytes) {
    answers =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((Key key, Remembered a) -> key.query.length() * 2 + a.bytes.length + 100)
            .build();
  }

  /// What an answer depends on.
  ///
  /// @param query as it is printed after it was read: spaces and comments make no difference
  record Key(String release, String query, Format format) {}

  /// An answer.
  ///
  /// @param rows how many rows or triples it has
  record Remembered(byte[] bytes, long rows) {}

  Optional<Remembered> get(Key key) {
    return Optional.ofNullable(answers.getIfPresent(key));
  }

  void put(Key key, Remembered answer) {
    answers.put(key, answer);
  }

  /// Whether a query has the same answer as long as the release is the same.
  static boolean stable(String query) {
    return !UNSTABLE.matcher(query).find();
  }
}
