package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.join.Conjunct.JoinStep;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;

/// Chooses the order of the joins of a group. Each conjunct is tried as the first. The next one is
/// always the one with the lowest cost: the rows that are created, looked up and merged. The order
/// with the lowest cost in total is used.
///
/// The expected number of rows comes from the index, for a [Sample] of the values of a variable, so
/// that frequent values have their weight. For up to 16 rows the number is exact. If the result is
/// read in part, rows that are equal in the columns that are still read are merged before a join
/// ([JoinState]).
///
/// Conjuncts that share a variable with the bound ones go first, to avoid cross products.
final class JoinOrder {
  /// The maximum number of conjuncts that are all tried as the first. With more, only the one with
  /// the lowest cost is.
  private static final int FIRST_TRIED = 16;

  /// The largest number of values in a sample.
  private static final int LARGEST_SAMPLE = 128;

  /// The cost of an order per value that larger samples have for each pair of conjuncts: counting
  /// them takes a small part of the time.
  private static final double COST_PER_VALUE = 200;

  private final QueryRun run;
  private final List<Conjunct> left;
  private final List<Step> steps = new ArrayList<>();
  private final JoinState state;
  private double cost;

  /// A join.
  ///
  /// @param join the join itself; a pattern that is read in part has another one
  /// @param merged the columns by which equal rows are merged before the join, or null
  /// @param later the columns that are read after the join, or null for all
  /// @param in the expected number of rows before the join
  /// @param out the expected number of rows after the join
  record Step(
      Conjunct conjunct,
      JoinStep join,
      @Nullable Demand merged,
      @Nullable Demand later,
      double in,
      double out) {}

  private JoinOrder(QueryRun run, List<Conjunct> conjuncts, JoinState state) {
    this.run = run;
    this.left = new ArrayList<>(conjuncts);
    this.state = state;
  }

  /// Chooses the order for one row, and a result that is read in full.
  ///
  /// @param bound the columns that the row binds, with values
  static JoinOrder of(QueryRun run, List<Conjunct> conjuncts, Map<Integer, Sample> bound) {
    return of(run, conjuncts, new JoinState(bound, 1, bound.isEmpty(), null));
  }

  /// Chooses the order. If it is expensive, it is chosen again with larger samples.
  ///
  /// @param start the rows before the joins
  static JoinOrder of(QueryRun run, List<Conjunct> conjuncts, JoinState start) {
    JoinOrder order = cheapest(run, conjuncts, start);
    int n = conjuncts.size();
    double values = order.cost / (COST_PER_VALUE * n * n);
    return n < 3 || values < 2 * Sample.SIZE
        ? order
        : cheapest(run, conjuncts, start.withSamples((int) Math.min(values, LARGEST_SAMPLE)));
  }

  private static JoinOrder cheapest(QueryRun run, List<Conjunct> conjuncts, JoinState given) {
    JoinState start = given.copy();
    start.await(conjuncts);
    JoinOrder none = new JoinOrder(run, conjuncts, start);
    if (!run.uses(Rewrite.JOIN_ORDER)) {
      none.addInOrder();
      return none;
    }
    List<Conjunct> all = new ArrayList<>(LeapfrogConjunct.of(run, conjuncts, start.bound()));
    all.addAll(conjuncts);
    List<Conjunct> ready = all.stream().filter(none::isReady).toList();
    boolean linked = ready.stream().anyMatch(none::isLinked);
    List<Conjunct> starts =
        ready.stream()
            .filter(c -> none.isLinked(c) == linked)
            .sorted(Comparator.comparingDouble(c -> start.join(c).cost()))
            .limit(conjuncts.size() > FIRST_TRIED ? 1 : FIRST_TRIED)
            .toList();
    @Nullable JoinOrder best = null;
    for (Conjunct first : starts) {
      JoinOrder order = new JoinOrder(run, conjuncts, start.copy());
      if (order.complete(first, best)) {
        best = order;
      }
    }
    return best == null ? none : best;
  }

  /// Returns the conjuncts in their order.
  List<Conjunct> conjuncts() {
    return steps.stream().map(Step::conjunct).toList();
  }

  /// Returns the joins.
  List<Step> steps() {
    return steps;
  }

  /// Returns the expected number of result rows.
  double rows() {
    return state.rows();
  }

  /// Returns the expected cost of all joins, in rows created.
  double cost() {
    return cost;
  }

  /// Returns the rows that are expected after all joins.
  JoinState end() {
    return state;
  }

  /// Returns the columns that are bound at the end, with values.
  Map<Integer, Sample> bound() {
    return state.bound();
  }

  /// Orders all conjuncts.
  ///
  /// @return false if the cost is not below that of a known order
  private boolean complete(Conjunct first, @Nullable JoinOrder known) {
    add(first, state.join(first));
    while (!left.isEmpty() && isBelow(known)) {
      run.check();
      addNext();
    }
    return isBelow(known);
  }

  /// Joins the conjuncts in their given order, as far as they are ready.
  private void addInOrder() {
    while (!left.isEmpty()) {
      Conjunct next = left.stream().filter(this::isReady).findFirst().orElseThrow();
      add(next, state.join(next));
    }
  }

  private boolean isBelow(@Nullable JoinOrder known) {
    return known == null || cost < known.cost;
  }

  private void addNext() {
    @Nullable Candidate best = null;
    boolean linked = false;
    List<Conjunct> several = LeapfrogConjunct.of(run, left, state.bound());
    for (Conjunct conjunct : left) {
      boolean link = isLinked(conjunct);
      if (!isReady(conjunct) || (linked && !link)) {
        continue;
      }
      Candidate candidate = candidate(conjunct, several);
      if (best == null || link != linked || candidate.join.rank() < best.join.rank()) {
        best = candidate;
        linked = link;
      }
    }
    if (best == null) {
      throw new IllegalStateException("no conjunct is ready: " + left);
    }
    add(best.conjunct, best.join);
  }

  private record Candidate(Conjunct conjunct, JoinState.Join join) {}

  /// Returns the join with a conjunct, or with several at once if that costs less, including the
  /// lookups in the others: of the rows before the join, or of those after it.
  ///
  /// @param several those that can be joined at once
  private Candidate candidate(Conjunct conjunct, List<Conjunct> several) {
    JoinState.Join join = state.join(conjunct);
    for (Conjunct all : several) {
      if (all.parts().contains(conjunct)) {
        JoinState.Join atOnce = state.join(all);
        int others = all.parts().size() - 1;
        return atOnce.rank() + others * state.rows() < join.rank() + others * join.out()
            ? new Candidate(all, atOnce)
            : new Candidate(conjunct, join);
      }
    }
    return new Candidate(conjunct, join);
  }

  private void add(Conjunct conjunct, JoinState.Join join) {
    steps.add(
        new Step(
            conjunct,
            join.step(),
            state.mergedBy(),
            state.demand(join.later()),
            state.rows(),
            join.out()));
    left.removeAll(conjunct.parts());
    state.add(conjunct, join);
    cost += join.cost();
    if (!left.isEmpty()) {
      cost += state.await(left);
    }
  }

  /// Returns true if no remaining conjunct can bind a column that a conjunct reads.
  private boolean isReady(Conjunct conjunct) {
    BitSet read = conjunct.reads();
    for (Conjunct other : read.isEmpty() ? List.<Conjunct>of() : left) {
      BitSet bound = (BitSet) other.columns().clone();
      bound.andNot(other.reads());
      if (bound.intersects(read)) {
        return false;
      }
    }
    return true;
  }

  private boolean isLinked(Conjunct conjunct) {
    return conjunct.columns().stream().anyMatch(state.bound()::containsKey);
  }
}
