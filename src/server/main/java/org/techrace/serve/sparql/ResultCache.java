package org.techrace.serve.sparql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.regex.Pattern;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Format;

/// Caches the answers of one release by query and format, up to a number of bytes. The first
/// request for another release clears it. Safe for use by several threads.
final class ResultCache {
  /// The maximum size of a cached answer in bytes.
  static final long MAX_BYTES = 1 << 20;

  /// Detects queries whose result can change between runs (NOW, RAND, UUID, SERVICE). Also matches
  /// these words in names and texts, and escapes that may hide them: such queries are only not
  /// cached.
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

  /// The key of an answer.
  ///
  /// @param release the release
  /// @param query see [ParsedQuery#text]
  /// @param format the format
  record Key(String release, String query, Format format) {}

  /// A cached answer.
  ///
  /// @param body the body in memory
  /// @param rows the number of rows or triples
  record Remembered(Body body, long rows) {}

  Optional<Remembered> get(Key key) {
    keepOnly(key.release);
    return Optional.ofNullable(answers.getIfPresent(key));
  }

  /// Caches an answer, unless the release has changed since.
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

  /// Reports whether the answer of a query depends only on the release.
  static boolean stable(String query) {
    return !UNSTABLE.matcher(query).find();
  }
}
