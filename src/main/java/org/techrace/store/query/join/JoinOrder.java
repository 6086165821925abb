package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.join.Conjunct.JoinStep;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.row.QueryRun;

/// The order in which the conjuncts of a group are joined. Each of them is tried as the first one.
/// The next one is always the one with the fewest expected rows, and of these orders the one is
/// taken that makes the fewest rows on its way.
///
/// The index tells how many rows to expect: it is asked for a [Sample] of the values that a
/// variable has by then, so frequent and rare values count as such, and up to 16 rows are counted
/// exactly.
///
/// A conjunct that shares a variable with what is bound goes before one that shares none, so that
/// no cross product is made without need.
final class JoinOrder {
  /// Of more conjuncts only the one with the fewest rows is tried as the first.
  private static final int FIRST_TRIED = 16;

  private final QueryRun run;
  private final List<Conjunct> left;
  private final List<Conjunct> order = new ArrayList<>();
  private final List<JoinStep> steps = new ArrayList<>();
  private final Map<Integer, Sample> bound;
  private double rows;
  private double made;

  private JoinOrder(
      QueryRun run, List<Conjunct> conjuncts, Map<Integer, Sample> bound, double rows) {
    this.run = run;
    this.left = new ArrayList<>(conjuncts);
    this.bound = new HashMap<>(bound);
    this.rows = rows;
  }

  /// Finds the order.
  ///
  /// @param bound the columns that are bound before, with values
  /// @param rows how many rows there are before
  static JoinOrder of(
      QueryRun run, List<Conjunct> conjuncts, Map<Integer, Sample> bound, double rows) {
    JoinOrder none = new JoinOrder(run, conjuncts, bound, rows);
    List<Conjunct> ready = conjuncts.stream().filter(c -> c.isReady(bound)).toList();
    boolean linked = ready.stream().anyMatch(none::isLinked);
    List<Conjunct> starts =
        ready.stream()
            .filter(c -> none.isLinked(c) == linked)
            .sorted(Comparator.comparingDouble(none::cost))
            .limit(conjuncts.size() > FIRST_TRIED ? 1 : FIRST_TRIED)
            .toList();
    JoinOrder best = none;
    for (Conjunct start : starts) {
      JoinOrder order = new JoinOrder(run, conjuncts, bound, rows);
      if (order.complete(start, best == none ? Double.MAX_VALUE : best.made)) {
        best = order;
      }
    }
    return best;
  }

  /// Returns the conjuncts in their order.
  List<Conjunct> conjuncts() {
    return order;
  }

  /// Returns the joins, in the same order.
  List<JoinStep> steps() {
    return steps;
  }

  /// Returns how many rows are expected at the end.
  double rows() {
    return rows;
  }

  /// Returns how many rows are expected to be made on the way.
  double made() {
    return made;
  }

  /// Returns the columns that are bound at the end, with values.
  Map<Integer, Sample> bound() {
    return bound;
  }

  /// Puts all conjuncts in order.
  ///
  /// @return false if that makes no fewer rows than an order that is known
  private boolean complete(Conjunct start, double known) {
    add(start, start.plan(rows, bound));
    while (!left.isEmpty() && made < known) {
      run.check();
      addNext();
    }
    return made < known;
  }

  private void addNext() {
    @Nullable Conjunct best = null;
    @Nullable JoinStep bestStep = null;
    boolean linked = false;
    for (Conjunct conjunct : left) {
      boolean link = isLinked(conjunct);
      if (!conjunct.isReady(bound) || (linked && !link)) {
        continue;
      }
      JoinStep step = conjunct.plan(rows, bound);
      if (bestStep == null || link != linked || cost(step) < cost(bestStep)) {
        best = conjunct;
        bestStep = step;
        linked = link;
      }
    }
    if (best == null || bestStep == null) {
      throw new IllegalStateException("no conjunct is ready: " + left);
    }
    add(best, bestStep);
  }

  private void add(Conjunct conjunct, JoinStep step) {
    made += cost(step);
    rows *= step.fanout();
    left.remove(conjunct);
    order.add(conjunct);
    steps.add(step);
    conjunct.columns().stream().forEach(c -> bound.putIfAbsent(c, conjunct.sample(c)));
  }

  private double cost(Conjunct conjunct) {
    return cost(conjunct.plan(rows, bound));
  }

  private double cost(JoinStep step) {
    return rows * step.fanout() + step.work();
  }

  private boolean isLinked(Conjunct conjunct) {
    return conjunct.columns().stream().anyMatch(bound::containsKey);
  }
}
