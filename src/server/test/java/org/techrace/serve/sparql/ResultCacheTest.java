package org.techrace.serve.sparql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Format;

/// Tests the cache of answers: one release, a maximum number of bytes.
final class ResultCacheTest {
  private final ResultCache cache = new ResultCache(1000);

  private static ResultCache.Key key(String release, String query) {
    return new ResultCache.Key(release, query, Format.CSV);
  }

  private static ResultCache.Remembered answer(String text) {
    return new ResultCache.Remembered(Body.of(text.getBytes(UTF_8)), 1);
  }

  @Test
  void anotherReleaseClearsTheCache() {
    assertThat(cache.get(key("one", "a"))).isEmpty();
    cache.put(key("one", "a"), answer("x"));
    assertThat(cache.get(key("one", "a"))).isPresent();
    assertThat(cache.get(key("two", "a"))).isEmpty();
    cache.put(key("one", "b"), answer("late: its release is not served any more"));
    assertThat(cache.get(key("one", "b"))).isEmpty();
    assertThat(cache.get(key("one", "a"))).isEmpty();
  }

  @Test
  void doesNotCacheAnswersAboveTheLimit() {
    assertThat(cache.get(key("one", "a"))).isEmpty();
    cache.put(key("one", "a"), answer("x".repeat(1001)));
    assertThat(cache.get(key("one", "a"))).isEmpty();
  }

  @Test
  void recognisesQueriesWhoseAnswerChanges() {
    assertThat(ResultCache.stable("SELECT ?now { ?s ?p ?now }")).isTrue();
    for (String query :
        new String[] {
          "SELECT (RAND() AS ?x) {}",
          "SELECT (now() AS ?x) {}",
          "SELECT (STRUUID () AS ?x) {}",
          "SELECT (RAND # at random\n () AS ?x) {}",
          "SELECT (\\u0052AND() AS ?x) {}",
          "ASK { SERVICE <http://example.org/> { ?s ?p ?o } }"
        }) {
      assertThat(ResultCache.stable(query)).as(query).isFalse();
    }
  }
}
