package org.techrace.store.query.pattern;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;

/// The order in which the patterns of a basic graph pattern are joined. Each of them is tried as
/// the first one; next comes always the one with the fewest expected matches for a row; and of
/// these orders the one is taken that makes the fewest rows on its way.
///
/// How many matches are expected tells the index itself: it is asked for a [Sample] of the values
/// that a variable has by then. So what is frequent or rare counts as such, and what few rows bind
/// is counted exactly.
///
/// A pattern that shares a variable with what is bound goes before one that shares none, so that no
/// cross product is made that need not be.
public final class JoinOrder {
  /// Of more patterns only the one with the fewest matches is tried as the first.
  private static final int FEW = 16;

  private final QueryRun run;
  private final List<Pattern> left;
  private final List<Pattern> order = new ArrayList<>();

  /// The bound columns.
  private final Map<Integer, Sample> bound;

  /// How many rows each row has become by now, and how many rows were made on the way.
  private double rows = 1;

  private double made;

  private JoinOrder(QueryRun run, List<Pattern> patterns, Map<Integer, Sample> bound) {
    this.run = run;
    this.left = new ArrayList<>(patterns);
    this.bound = new HashMap<>(bound);
  }

  /// The patterns in order.
  ///
  /// @param first rows to be joined with them
  public static List<Pattern> of(QueryRun run, List<Pattern> patterns, Batch first) {
    if (patterns.size() < 2) {
      return patterns;
    }
    Map<Integer, Sample> bound = new HashMap<>();
    for (int c = 0; c < first.width(); c++) {
      int column = c;
      if (first.column(c) != null) {
        bound.put(c, new Sample(first.size, row -> run.terms().canonical(first.get(column, row))));
      }
    }
    JoinOrder none = new JoinOrder(run, patterns, bound);
    boolean linked = patterns.stream().anyMatch(none::isLinked);
    List<Pattern> starts =
        patterns.stream()
            .filter(p -> none.isLinked(p) == linked)
            .sorted(Comparator.comparingDouble(none::estimate))
            .limit(patterns.size() > FEW ? 1 : FEW)
            .toList();
    JoinOrder best = none;
    for (Pattern start : starts) {
      JoinOrder order = new JoinOrder(run, patterns, bound);
      if (order.complete(start, best == none ? Double.MAX_VALUE : best.made)) {
        best = order;
      }
    }
    return best.order;
  }

  /// Puts all patterns in order.
  ///
  /// @return false if that makes no fewer rows than an order that is known
  private boolean complete(Pattern start, double known) {
    add(start);
    while (!left.isEmpty() && made < known) {
      run.check();
      add(next());
    }
    return made < known;
  }

  private Pattern next() {
    Pattern best = left.getFirst();
    boolean linked = isLinked(best);
    double matches = estimate(best);
    for (Pattern pattern : left.subList(1, left.size())) {
      boolean link = isLinked(pattern);
      if (linked && !link) {
        continue;
      }
      double estimate = estimate(pattern);
      if (link != linked || estimate < matches) {
        best = pattern;
        linked = link;
        matches = estimate;
      }
    }
    return best;
  }

  private void add(Pattern pattern) {
    rows *= estimate(pattern);
    made += rows;
    left.remove(pattern);
    order.add(pattern);
    for (int position = 0; position < 3; position++) {
      if (!pattern.isTerm(position)) {
        bound.putIfAbsent(pattern.column(position), pattern.sample(position));
      }
    }
  }

  private boolean isLinked(Pattern pattern) {
    for (int position = 0; position < 3; position++) {
      if (!pattern.isTerm(position) && bound.containsKey(pattern.column(position))) {
        return true;
      }
    }
    return false;
  }

  /// About how many triples match for each row.
  private double estimate(Pattern pattern) {
    double matches = pattern.matches;
    for (int position = 0; position < 3; position++) {
      Sample values = pattern.isTerm(position) ? null : bound.get(pattern.column(position));
      if (values != null) {
        matches *= pattern.share(position, values);
      }
    }
    return matches;
  }
}
