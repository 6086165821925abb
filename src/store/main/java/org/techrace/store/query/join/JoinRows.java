package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.Extensible;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Joins rows with a [Group]. The order of the conjuncts is chosen when the first rows arrive,
/// because their bound variables are then known ([JoinOrder]). Filters run as soon as their
/// variables are bound.
public final class JoinRows implements Extensible {
  /// How many rows are expected to be read for one that passes a filter.
  private static final int FILTERED = 10;

  private final QueryRun run;
  private final QueryRows input;
  private final Group group;
  private final GroupOperators operators;
  private final @Nullable Demand demand;

  /// The plans of the group, or null to make one for these rows only.
  private final @Nullable KeptPlans plans;

  private final long read;
  private @Nullable QueryRows chain;

  /// The operators that helpers apply to the joined rows, or null.
  private @Nullable UnaryOperator<QueryRows> applied;

  /// Creates a stream.
  ///
  /// @param demand the columns that are read of the result, or null for all
  /// @param plans the plans of the group, or null to make one for these rows only
  /// @param read how many rows are read of the result at most
  JoinRows(
      QueryRun run,
      QueryRows input,
      Group group,
      GroupOperators operators,
      @Nullable Demand demand,
      @Nullable KeptPlans plans,
      long read) {
    this.run = run;
    this.input = input;
    this.group = group;
    this.operators = operators;
    this.demand = demand;
    this.plans = plans;
    this.read = read;
  }

  @Override
  public QueryRows extended(QueryRun ofRows, UnaryOperator<QueryRows> operator) {
    UnaryOperator<QueryRows> before = applied;
    applied = before == null ? operator : in -> operator.apply(before.apply(in));
    return this;
  }

  @Override
  public @Nullable Batch next() {
    return chain().next();
  }

  @Override
  public long skip(long rows) {
    return chain().skip(rows);
  }

  private QueryRows chain() {
    if (chain == null) {
      if (input instanceof QueryRows.Unit) {
        chain = joined(input, 1, newPlan(group, Map.of(), 1));
      } else {
        Batch first = input.next();
        chain =
            first == null
                ? QueryRows.none()
                : joined(new Rest(first, input), first.size, plan(first));
      }
    }
    return chain;
  }

  /// Returns a plan for a first batch.
  private JoinPlan plan(Batch first) {
    KeptPlans kept = plans;
    if (kept == null) {
      return newPlan(group, samples(run, first), first.size);
    }
    BitSet bound = bound(run, first);
    return kept.of(
        bound,
        demand,
        () ->
            newPlan(
                kept.group(bound, () -> EqualityLinks.linkToRows(run, operators, group, bound)),
                samples(run, first),
                first.size));
  }

  private JoinPlan newPlan(Group joined, Map<Integer, Sample> bound, int size) {
    boolean unit = input instanceof QueryRows.Unit;
    LaterReads reads = demand == null ? null : new LaterReads(run, joined, demand);
    return new JoinPlan(
        joined,
        StarConjunct.order(
            run,
            operators,
            joined.conjuncts(),
            read * Math.pow(FILTERED, joined.filters().size()),
            () -> new JoinState(bound, size, unit, reads)),
        reads);
  }

  /// Returns true if the input is one of many batches.
  private boolean isSingle() {
    return input instanceof QueryRows.Single && !(input instanceof QueryRows.Unit);
  }

  /// Returns the expected number of rows from which operators are applied in parallel. The number
  /// of input rows is not known if there are several batches.
  private double parallelRows() {
    return switch (input) {
      case QueryRows.Unit _ -> run.helpers().minRows();
      case QueryRows.Single _ -> Double.POSITIVE_INFINITY;
      default -> 0;
    };
  }

  /// Returns samples of the variables that a batch binds.
  static Map<Integer, Sample> samples(QueryRun run, Batch first) {
    Map<Integer, Sample> bound = new HashMap<>();
    bound(run, first).stream()
        .forEach(
            c ->
                bound.put(
                    c, new Sample(first.size, row -> run.terms().canonical(first.get(c, row)))));
    return bound;
  }

  /// Returns the columns of the variables that a batch binds. Hidden columns have no terms.
  private static BitSet bound(QueryRun run, Batch first) {
    BitSet bound = new BitSet();
    for (int c = 0; c < first.width(); c++) {
      bound.set(c, first.bindsAny(c) && run.layout().variable(c) != null);
    }
    return bound;
  }

  private QueryRows joined(QueryRows first, int size, JoinPlan plan) {
    Group all = plan.group();
    List<Condition> waiting = new ArrayList<>(all.filters());
    waiting.sort(Comparator.comparing(Condition::hasPattern));
    Steps steps = new Steps(run, operators, first, size, parallelRows(), !isSingle());
    filter(steps, waiting, all.conjuncts(), all.last());
    JoinOrder order = plan.order();
    List<Conjunct> left = new ArrayList<>(order.conjuncts());
    double later = order.steps().stream().mapToDouble(JoinOrder.Step::out).sum();
    for (JoinOrder.Step step : order.steps()) {
      Conjunct conjunct = left.removeFirst();
      Demand merged = step.merged();
      if (merged != null) {
        steps.merge(merged, step.in(), later, "merge rows with equal" + names(merged));
      }
      later -= step.out();
      if (steps.isUnit() && conjunct instanceof PatternConjunct pattern) {
        scan(steps, pattern, step, sortedBy(pattern, waiting));
        filter(steps, waiting, left, all.last());
        continue;
      }
      UnaryOperator<QueryRows> join =
          switch (conjunct) {
            case PatternConjunct pattern -> in -> pattern.join(in, step.later(), -1);
            case LeapfrogConjunct leapfrog -> in -> leapfrog.join(in, step.later());
            case PathConjunct path -> in -> path.join(in, step.later());
            default -> step.join().join();
          };
      steps.join(conjunct, join, step.out());
      filter(steps, waiting, left, all.last());
    }
    applyLast(steps, waiting, order.end(), plan.reads());
    UnaryOperator<QueryRows> after = applied;
    return after == null ? steps.rows() : steps.rows(after);
  }

  /// Begins with the matches of a pattern.
  private static void scan(
      Steps steps, PatternConjunct pattern, JoinOrder.Step step, int sortedBy) {
    pattern
        .scan(step.later(), sortedBy)
        .ifPresentOrElse(
            scan -> steps.scan(pattern, scan, step.out()),
            () -> steps.join(pattern, in -> pattern.join(in, step.later(), sortedBy), step.out()));
  }

  /// Applies OPTIONAL and MINUS. Rows that are equal in the columns that are still read are merged
  /// before.
  private void applyLast(
      Steps steps, List<Condition> waiting, JoinState joined, @Nullable LaterReads reads) {
    BitSet columns = joined.columns();
    List<LastPart> last = group.last();
    for (int i = 0; i < last.size(); i++) {
      Demand later = null;
      if (reads != null) {
        BitSet read = reads.afterLast(i);
        if (joined.mayRepeat(columns, read)) {
          Demand merged = reads.demand(read);
          steps.merge(merged, "merge rows with equal" + names(merged));
          columns.and(read);
        }
        columns.or(reads.boundByLast(i));
        later = reads.demand(reads.afterLast(i + 1));
      }
      steps.apply(last.get(i).node(), later);
      filter(steps, waiting, List.of(), last.subList(i + 1, last.size()));
    }
  }

  /// Returns the position by which the matches of a first pattern should be sorted, or -1.
  private static int sortedBy(PatternConjunct pattern, List<Condition> filters) {
    return filters.stream().map(Condition::expr).mapToInt(pattern::readBy).max().orElse(-1);
  }

  private String names(Demand demand) {
    return demand.columns().stream()
        .mapToObj(run.layout()::variable)
        .map(v -> v == null ? "" : " " + v)
        .sorted()
        .collect(Collectors.joining());
  }

  /// Applies the filters whose variables cannot be bound by the remaining parts.
  private void filter(
      Steps steps, List<Condition> waiting, List<Conjunct> left, List<LastPart> last) {
    if (waiting.isEmpty()) {
      return; // hundreds of OPTIONALs would be read for each of them
    }
    BitSet open = new BitSet();
    left.forEach(c -> open.or(c.columns()));
    last.forEach(part -> open.or(part.adds()));
    for (Condition condition : List.copyOf(waiting)) {
      boolean settled =
          condition.expr().getVarsMentioned().stream()
              .mapToInt(run.layout()::column)
              .noneMatch(open::get);
      if (settled) {
        steps.filter(condition);
        waiting.remove(condition);
      }
    }
  }

  @Override
  public void close() {
    if (chain != null) {
      chain.close();
    }
    input.close();
  }

  /// A stream that returns a batch, and then the rest of another stream.
  private static final class Rest implements QueryRows {
    private final QueryRows rest;
    private @Nullable Batch first;

    Rest(Batch first, QueryRows rest) {
      this.first = first;
      this.rest = rest;
    }

    @Override
    public @Nullable Batch next() {
      Batch batch = first;
      first = null;
      return batch != null ? batch : rest.next();
    }

    @Override
    public void close() {
      rest.close();
    }
  }
}
