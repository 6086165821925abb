package org.techrace.store.query.text;

import java.util.function.IntPredicate;
import org.techrace.store.query.row.IntMap;
import org.techrace.store.query.row.QueryRun;

/// Caches the results of an expensive test by term, so that each term is tested once.
final class Verdicts {
  /// The maximum number of cached terms. If nearly every row has a term of its own, caching more
  /// does not help.
  private static final int MAX_CACHED_TERMS = 1 << 20;

  private final IntMap verdicts;

  /// The term asked for last, because equal terms are often adjacent.
  private int last;

  private boolean lastVerdict;

  /// @param run the run whose cancellation is checked while the cache grows
  Verdicts(QueryRun run) {
    this.verdicts = new IntMap(run);
  }

  /// Returns the result of the test for an id, from the cache if possible.
  boolean get(int id, IntPredicate test) {
    if (id != last || id == 0) {
      lastVerdict = look(id, test);
      last = id;
    }
    return lastVerdict;
  }

  private boolean look(int id, IntPredicate test) {
    int verdict = verdicts.get(id, -1);
    if (verdict < 0) {
      verdict = test.test(id) ? 1 : 0;
      if (verdicts.size() < MAX_CACHED_TERMS) {
        verdicts.put(id, verdict);
      }
    }
    return verdict == 1;
  }
}
