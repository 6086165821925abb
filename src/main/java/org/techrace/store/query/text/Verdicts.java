package org.techrace.store.query.text;

import java.util.function.IntPredicate;
import org.techrace.store.query.row.IntMap;
import org.techrace.store.query.row.QueryRun;

/// What a test that costs something said of each term, so that it is made once for each.
final class Verdicts {
  /// Terms remembered at most; where nearly every row has a term of its own, remembering is in
  /// vain.
  private static final int REMEMBERED = 1 << 20;

  private final IntMap verdicts;

  /// @param run may be cancelled while more is remembered
  Verdicts(QueryRun run) {
    this.verdicts = new IntMap(run);
  }

  /// What the test says of an id, or said of it before.
  boolean get(int id, IntPredicate test) {
    int verdict = verdicts.get(id, -1);
    if (verdict < 0) {
      verdict = test.test(id) ? 1 : 0;
      if (verdicts.size() < REMEMBERED) {
        verdicts.put(id, verdict);
      }
    }
    return verdict == 1;
  }
}
