package org.techrace.serve.sparql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.regex.Pattern;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Format;

/// Remembers answers by query and format, within so many bytes: those of one release. The first
/// question to another release empties it.
final class ResultCache {
  /// The greatest size of an answer that is remembered, in bytes.
  static final long LONGEST = 1 << 20;

  /// What a query bears that may have another answer the next time. Where it cannot be told from a
  /// name or a text it is taken for that too, and so is what may be one of them, escaped.
  private static final Pattern UNSTABLE =
      Pattern.compile(
          "(?i)(?<![?$\\w])(RAND|NOW|UUID|STRUUID|BNODE|SERVICE)(?!\\w)|\\\\u[0-9A-F]{4}");

  private final Cache<Key, Remembered> answers;
  private volatile String release = "";

  ResultCache(long bytes) {
    answers =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .executor(Runnable::run)
            .weigher(
                (Key key, Remembered a) ->
                    Math.toIntExact(key.query.length() * 2L + a.body.size() + 100))
            .build();
  }

  /// What an answer depends on.
  ///
  /// @param query see [ParsedQuery#text]
  record Key(String release, String query, Format format) {}

  /// An answer.
  ///
  /// @param body in memory
  /// @param rows how many rows or triples it has
  record Remembered(Body body, long rows) {}

  Optional<Remembered> get(Key key) {
    keepOnly(key.release);
    return Optional.ofNullable(answers.getIfPresent(key));
  }

  /// Remembers an answer, if it is still of the release that is asked.
  void put(Key key, Remembered answer) {
    if (key.release.equals(release)) {
      answers.put(key, answer);
    }
  }

  private synchronized void keepOnly(String asked) {
    if (!asked.equals(release)) {
      answers.invalidateAll();
      release = asked;
    }
  }

  /// Whether a query has the same answer as long as the release is the same.
  static boolean stable(String query) {
    return !UNSTABLE.matcher(query).find();
  }
}
