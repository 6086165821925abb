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

/// Chooses the order of the joins of a group. Each conjunct is tried as the first. The next one is
/// always the one with the fewest expected rows. The order with the fewest rows in total is used.
///
/// The expected number of rows comes from the index, for a [Sample] of the values of a variable, so
/// that frequent values have their weight. For up to 16 rows the number is exact.
///
/// Conjuncts that share a variable with the bound ones go first, to avoid cross products.
final class JoinOrder {
  /// The maximum number of conjuncts that are all tried as the first. With more, only the one with
  /// the fewest rows is.
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

  /// Chooses the order.
  ///
  /// @param bound the columns that are bound before the joins, with values
  /// @param rows the number of rows before the joins
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

  /// Returns the expected number of result rows.
  double rows() {
    return rows;
  }

  /// Returns the expected number of rows created in total.
  double made() {
    return made;
  }

  /// Returns the columns that are bound at the end, with values.
  Map<Integer, Sample> bound() {
    return bound;
  }

  /// Orders all conjuncts.
  ///
  /// @return false if the order does not create fewer rows than a known one
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
