package org.techrace.store.query.text;

import java.util.function.IntUnaryOperator;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.IntMap;
import org.techrace.store.query.row.QueryRun;

/// Caches the results of a function of a term, so that it is computed once per term. As long as the
/// ids ascend, no term is asked for again, and nothing is stored. Results that are computed faster
/// than they are found in a large table are kept for recent terms only.
final class TermCache {
  private static final int RECENT_TERMS = 1 << 12;

  /// The maximum number of cached terms. If nearly every row has a term of its own, caching more
  /// does not help.
  private static final int MAX_CACHED_TERMS = 1 << 20;

  /// Marks a result that is not cached; no function has it.
  private static final int UNKNOWN = Integer.MAX_VALUE;

  private final IntMap results;
  private final boolean onlyRecent;

  /// Recent terms and their results, by the low bits of the ids.
  private int[] recent = {};

  private int[] recentResults = {};
  private boolean ascending = true;

  /// The term asked for last, because equal terms are often adjacent.
  private long last = Long.MIN_VALUE;

  private int lastResult;

  /// @param run the run whose cancellation is checked while the cache grows
  /// @param onlyRecent true if the function is fast
  TermCache(QueryRun run, boolean onlyRecent) {
    this.onlyRecent = onlyRecent;
    this.results = new IntMap(run);
  }

  /// Returns the result of the function for an id, from the cache if possible.
  int get(int id, IntUnaryOperator function) {
    if (id != last) {
      ascending &= id > last;
      lastResult = ascending ? function.applyAsInt(id) : find(id, function);
      last = id;
    }
    return lastResult;
  }

  private int find(int id, IntUnaryOperator function) {
    return onlyRecent && id != Batch.UNBOUND ? recent(id, function) : look(id, function);
  }

  private int recent(int id, IntUnaryOperator function) {
    if (recent.length == 0) {
      recent = new int[RECENT_TERMS];
      recentResults = new int[RECENT_TERMS];
    }
    int at = id & (RECENT_TERMS - 1);
    if (recent[at] != id) {
      recentResults[at] = function.applyAsInt(id);
      recent[at] = id;
    }
    return recentResults[at];
  }

  private int look(int id, IntUnaryOperator function) {
    int result = results.get(id, UNKNOWN);
    if (result == UNKNOWN) {
      result = function.applyAsInt(id);
      if (results.size() < MAX_CACHED_TERMS) {
        results.put(id, result);
      }
    }
    return result;
  }
}
