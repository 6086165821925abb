package org.techrace.store.query.pattern;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;

/// Orders the patterns of a basic graph pattern for joining. Each pattern is tried as the first;
/// the next one is always the one with the fewest expected matches per row. Of these orders, the
/// one with the fewest intermediate rows is used.
///
/// The number of expected matches comes from the index, which is searched for a [Sample] of the
/// values of a variable. So frequent values count as frequent, and if few rows are bound the count
/// is exact.
///
/// A pattern that shares a variable with the bound ones comes before one that shares none, to avoid
/// unnecessary cross products.
public final class JoinOrder {
  /// The number of patterns up to which each is tried as the first; with more, only the one with
  /// the fewest matches is.
  private static final int MAX_STARTS = 16;

  private final QueryRun run;
  private final List<Pattern> left;
  private final List<Pattern> order = new ArrayList<>();

  /// The bound columns, each with a sample of its values.
  private final Map<Integer, Sample> bound;

  /// The expected rows per input row at this point, and the sum of rows over all joins so far.
  private double rows = 1;

  private double made;

  private JoinOrder(QueryRun run, List<Pattern> patterns, Map<Integer, Sample> bound) {
    this.run = run;
    this.left = new ArrayList<>(patterns);
    this.bound = new HashMap<>(bound);
  }

  /// Returns the patterns in join order.
  ///
  /// @param first the first of the rows to join with
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
            .limit(patterns.size() > MAX_STARTS ? 1 : MAX_STARTS)
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

  /// Orders all patterns, beginning with `start`.
  ///
  /// @return false if this order has no fewer intermediate rows than `known`
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

  /// Estimates the number of matching triples per row.
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
