package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Joins rows with a [Group]. The order of the conjuncts is chosen when the first rows arrive,
/// because their bound variables are then known ([JoinOrder]). Filters run as soon as their
/// variables are bound.
public final class JoinRows implements QueryRows {
  private final QueryRun run;
  private final QueryRows input;
  private final Group group;
  private final GroupOperators operators;
  private final @Nullable Demand demand;
  private @Nullable QueryRows chain;

  /// What helpers apply to the joined rows, or null.
  private @Nullable UnaryOperator<QueryRows> applied;

  /// Creates a stream.
  ///
  /// @param demand the columns that are read of the result, or null for all
  JoinRows(
      QueryRun run,
      QueryRows input,
      Group group,
      GroupOperators operators,
      @Nullable Demand demand) {
    this.run = run;
    this.input = input;
    this.group = group;
    this.operators = operators;
    this.demand = demand;
  }

  @Override
  public QueryRows inParallel(QueryRun ofRows, UnaryOperator<QueryRows> operator) {
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
        chain = plan(input, Map.of(), 1);
      } else {
        Batch first = input.next();
        chain =
            first == null
                ? QueryRows.none()
                : plan(new Rest(first, input), samples(run, first), first.size);
      }
    }
    return chain;
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

  /// Returns samples of the variables that a batch binds. Hidden columns have no terms.
  static Map<Integer, Sample> samples(QueryRun run, Batch first) {
    Map<Integer, Sample> bound = new HashMap<>();
    for (int c = 0; c < first.width(); c++) {
      int column = c;
      if (first.column(c) != null && run.layout().variable(c) != null) {
        bound.put(c, new Sample(first.size, row -> run.terms().canonical(first.get(column, row))));
      }
    }
    return bound;
  }

  private QueryRows plan(QueryRows first, Map<Integer, Sample> bound, int size) {
    JoinOrder order = JoinOrder.of(run, group.conjuncts(), bound, size);
    List<Expr> waiting = new ArrayList<>(group.filters());
    Steps steps = new Steps(run, operators, first, size, parallelRows());
    filter(steps, waiting, order.conjuncts(), group.last());
    BitSet joined = new BitSet();
    BitSet determined = new BitSet();
    if (demand != null && demand.numbered()) {
      bound.keySet().forEach(determined::set);
    }
    for (int i = 0; i < order.steps().size(); i++) {
      List<Conjunct> left = order.conjuncts().subList(i + 1, order.conjuncts().size());
      Conjunct conjunct = order.conjuncts().get(i);
      Demand later = demand == null ? null : later(demand, waiting, left);
      if (later != null) {
        Demand now = later.and(conjunct.mentioned());
        if (isWider(joined, now)) {
          steps.merge(now, "merge rows with equal" + names(now));
        }
        joined.and(now.columns());
      }
      boolean unit = steps.isUnit();
      int sortedBy =
          unit && conjunct instanceof PatternConjunct pattern ? sortedBy(pattern, waiting) : -1;
      UnaryOperator<QueryRows> join =
          conjunct instanceof PatternConjunct pattern
              ? in -> pattern.join(in, later, sortedBy)
              : order.steps().get(i).join();
      steps.join(conjunct, join, order.steps().get(i).fanout());
      joined.or(bound(conjunct, joined, later, unit));
      joined.andNot(determined);
      filter(steps, waiting, left, group.last());
    }
    for (int i = 0; i < group.last().size(); i++) {
      steps.apply(group.last().get(i));
      filter(steps, waiting, List.of(), group.last().subList(i + 1, group.last().size()));
    }
    UnaryOperator<QueryRows> after = applied;
    return after == null ? steps.rows() : steps.rows(after);
  }

  /// Returns the position by which the matches of a first pattern should be sorted, or -1.
  private static int sortedBy(PatternConjunct pattern, List<Expr> filters) {
    return filters.stream().mapToInt(pattern::readBy).max().orElse(-1);
  }

  /// Returns the columns that a conjunct adds to rows. A pattern leaves out columns that are not
  /// read if it adds no other, or if it is the first.
  private static BitSet bound(
      Conjunct conjunct, BitSet joined, @Nullable Demand later, boolean first) {
    BitSet added = (BitSet) conjunct.columns().clone();
    if (later != null && conjunct instanceof PatternConjunct) {
      BitSet read = (BitSet) added.clone();
      read.andNot(joined);
      read.and(later.columns());
      return first || read.isEmpty() ? read : added;
    }
    return added;
  }

  private String names(Demand demand) {
    return demand.columns().stream()
        .mapToObj(run.layout()::variable)
        .map(v -> v == null ? "" : " " + v)
        .collect(Collectors.joining());
  }

  /// Returns true if some of the joined columns are not read.
  private static boolean isWider(BitSet joined, Demand demand) {
    BitSet unread = (BitSet) joined.clone();
    unread.andNot(demand.columns());
    return !unread.isEmpty();
  }

  /// Returns the columns that the remaining parts, filters and operators read, and those of the
  /// result.
  private Demand later(Demand result, List<Expr> waiting, List<Conjunct> left) {
    BitSet read = new BitSet();
    left.forEach(c -> read.or(c.mentioned()));
    Set<Var> variables = new HashSet<>();
    waiting.forEach(e -> variables.addAll(MentionedVariables.of(e)));
    group.last().forEach(op -> variables.addAll(MentionedVariables.ofRight(op)));
    variables.forEach(v -> read.set(run.layout().column(v)));
    return result.and(read);
  }

  /// Applies the filters whose variables cannot be bound by the remaining parts.
  private void filter(Steps steps, List<Expr> waiting, List<Conjunct> left, List<Op> last) {
    BitSet open = new BitSet();
    left.forEach(c -> open.or(c.columns()));
    last.forEach(op -> Group.addedBy(op).forEach(v -> open.set(run.layout().column(v))));
    for (Expr expr : List.copyOf(waiting)) {
      boolean settled =
          expr.getVarsMentioned().stream().mapToInt(run.layout()::column).noneMatch(open::get);
      if (settled) {
        steps.filter(expr);
        waiting.remove(expr);
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
