package org.techrace.store.query.text;

import java.util.function.IntPredicate;
import org.techrace.store.query.row.QueryRun;

/// Caches the results of an expensive test by term, so that each term is tested once.
final class Verdicts {
  private final TermCache verdicts;

  /// @param run the run whose cancellation is checked while the cache grows
  Verdicts(QueryRun run) {
    this.verdicts = new TermCache(run, false);
  }

  /// Returns the result of the test for an id, from the cache if possible.
  boolean get(int id, IntPredicate test) {
    return verdicts.get(id, x -> test.test(x) ? 1 : 0) == 1;
  }
}
