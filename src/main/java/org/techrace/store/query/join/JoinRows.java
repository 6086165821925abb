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
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.util.ExprUtils;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.MergedRows;
import org.techrace.store.query.row.QueryPlan;
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

  /// Returns samples of the columns that a batch binds.
  static Map<Integer, Sample> samples(QueryRun run, Batch first) {
    Map<Integer, Sample> bound = new HashMap<>();
    for (int c = 0; c < first.width(); c++) {
      int column = c;
      if (first.column(c) != null) {
        bound.put(c, new Sample(first.size, row -> run.terms().canonical(first.get(column, row))));
      }
    }
    return bound;
  }

  private QueryRows plan(QueryRows first, Map<Integer, Sample> bound, int size) {
    JoinOrder order = JoinOrder.of(run, group.conjuncts(), bound, size);
    List<Expr> waiting = new ArrayList<>(group.filters());
    QueryRows rows = filter(first, waiting, order.conjuncts(), group.last());
    BitSet joined = new BitSet();
    BitSet determined = new BitSet();
    if (demand != null && demand.numbered()) {
      bound.keySet().forEach(determined::set);
    }
    double expected = size;
    for (int i = 0; i < order.steps().size(); i++) {
      List<Conjunct> left = order.conjuncts().subList(i + 1, order.conjuncts().size());
      Conjunct conjunct = order.conjuncts().get(i);
      Demand later = demand == null ? null : later(demand, waiting, left);
      if (later != null) {
        Demand now = later.and(conjunct.mentioned());
        rows = isWider(joined, now) ? merged(rows, now) : rows;
        joined.and(now.columns());
      }
      QueryRows before = rows;
      UnaryOperator<QueryRows> join =
          conjunct instanceof PatternConjunct pattern
              ? in -> pattern.join(in, later, sortedBy(pattern, in, waiting))
              : order.steps().get(i).join();
      expected *= order.steps().get(i).fanout();
      rows = run.record(conjunct::text, expected, () -> join.apply(before));
      joined.or(bound(conjunct, joined, later, before instanceof QueryRows.Unit));
      joined.andNot(determined);
      rows = filter(rows, waiting, left, group.last());
    }
    for (int i = 0; i < group.last().size(); i++) {
      Op op = group.last().get(i);
      QueryRows before = rows;
      rows = run.record(() -> text(op), QueryPlan.UNKNOWN, () -> operators.apply(before, op));
      rows = filter(rows, waiting, List.of(), group.last().subList(i + 1, group.last().size()));
    }
    return rows;
  }

  /// Returns the position by which the matches of a first pattern should be sorted, or -1.
  private static int sortedBy(PatternConjunct pattern, QueryRows rows, List<Expr> filters) {
    return rows instanceof QueryRows.Unit
        ? filters.stream().mapToInt(pattern::readBy).max().orElse(-1)
        : -1;
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

  private QueryRows merged(QueryRows rows, Demand demand) {
    return run.record(
        () -> "merge rows with equal" + names(demand),
        QueryPlan.UNKNOWN,
        () -> new MergedRows(run, rows, demand));
  }

  private String names(Demand demand) {
    return demand.columns().stream()
        .mapToObj(run.layout()::variable)
        .map(v -> v == null ? "" : " " + v)
        .collect(Collectors.joining());
  }

  private static String text(Op op) {
    return op instanceof OpMinus ? "minus" : "optional";
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
  private QueryRows filter(QueryRows rows, List<Expr> waiting, List<Conjunct> left, List<Op> last) {
    BitSet open = new BitSet();
    left.forEach(c -> open.or(c.columns()));
    last.forEach(op -> Group.addedBy(op).forEach(v -> open.set(run.layout().column(v))));
    QueryRows filtered = rows;
    for (Expr expr : List.copyOf(waiting)) {
      boolean settled =
          expr.getVarsMentioned().stream().mapToInt(run.layout()::column).noneMatch(open::get);
      if (settled) {
        QueryRows before = filtered;
        filtered =
            run.record(
                () -> "filter " + ExprUtils.fmtSPARQL(expr),
                QueryPlan.UNKNOWN,
                () -> operators.filter(before, expr));
        waiting.remove(expr);
      }
    }
    return filtered;
  }

  @Override
  public void close() {
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
