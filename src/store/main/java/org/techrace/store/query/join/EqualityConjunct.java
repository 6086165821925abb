package org.techrace.store.query.join;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.util.ExprUtils;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.pattern.HashJoin;
import org.techrace.store.query.pattern.LazyTable;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.plan.Assignments;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.ColumnRows;
import org.techrace.store.query.row.MappedRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Parts of a group that only a filter such as `?a = ?b` connects with the others. Their rows are
/// evaluated once and joined by [EqualityKeys] of both sides. The filter still runs on the result.
final class EqualityConjunct implements Conjunct {
  private final QueryRun run;
  private final GroupOperators operators;
  private final Group group;
  private final Equality equality;
  private final BitSet columns = new BitSet();
  private final BitSet given;
  private final EqualityKeys keys;

  /// The columns of the compared values and of their key. They exist only during the join.
  private final Var value;

  private final Var key;
  private @Nullable JoinOrder order;

  /// The expected number of its rows for a row, by a sample of the values that rows have.
  private final Map<Sample, Double> fanouts = new HashMap<>();

  private final LazyTable table;

  /// A condition that is true only for equal values.
  ///
  /// @param outer the expression on other parts of the group
  /// @param inner the expression on the parts that are joined
  record Equality(Expr outer, Expr inner, boolean sameTerm) {}

  EqualityConjunct(QueryRun run, GroupOperators operators, Group group, Equality equality) {
    this.run = run;
    this.operators = operators;
    this.group = group;
    this.equality = equality;
    this.keys = new EqualityKeys(run, equality.sameTerm());
    this.given = run.layout().columnSet(equality.outer().getVarsMentioned());
    // Names that no query can have.
    this.value = Var.alloc(".compared " + run.layout().size());
    this.key = Var.alloc(".key " + run.layout().size());
    group.conjuncts().forEach(c -> columns.or(c.columns()));
    columns.or(given);
    this.table =
        new LazyTable(
            run,
            () ->
                keyed(
                    new JoinRows(
                        run, QueryRows.unit(), group, operators, null, null, Long.MAX_VALUE),
                    equality.inner()));
  }

  @Override
  public String text() {
    return "hash join, equal "
        + ExprUtils.fmtSPARQL(equality.outer())
        + " and "
        + ExprUtils.fmtSPARQL(equality.inner());
  }

  @Override
  public BitSet columns() {
    return columns;
  }

  @Override
  public BitSet reads() {
    return given;
  }

  @Override
  public JoinStep plan(double rows, Map<Integer, Sample> bound) {
    return new JoinStep(matches(bound), whole().cost() + rows, this::join);
  }

  /// Estimates the number of its rows that match a row. Uses the index if both sides are variables
  /// and the values of the rows are equal only to themselves.
  private double matches(Map<Integer, Sample> bound) {
    if (equality.outer() instanceof ExprVar outer && equality.inner() instanceof ExprVar inner) {
      Sample values = bound.getOrDefault(run.layout().column(outer.asVar()), Sample.UNKNOWN);
      if (!values.isUnknown() && areEqualOnlyToThemselves(values)) {
        int column = run.layout().column(inner.asVar());
        return fanouts.computeIfAbsent(
            values, v -> JoinOrder.of(run, group.conjuncts(), Map.of(column, v)).rows());
      }
    }
    return Math.sqrt(whole().rows());
  }

  private boolean areEqualOnlyToThemselves(Sample values) {
    synchronized (keys) {
      return Arrays.stream(values.ids())
          .allMatch(id -> id != Batch.UNBOUND && keys.of(id) == run.terms().canonical(id));
    }
  }

  private JoinOrder whole() {
    JoinOrder known = order;
    if (known == null) {
      known = JoinOrder.of(run, group.conjuncts(), Map.of());
      order = known;
    }
    return known;
  }

  /// Returns the expected number of rows of its parts.
  double rows() {
    return whole().rows();
  }

  private QueryRows join(QueryRows rows) {
    return ColumnRows.without(
        new HashJoin(run, keyed(rows, equality.outer()), table, false), run.layout().column(key));
  }

  /// Adds the key of an expression to rows. Drops rows for which it has no value.
  private QueryRows keyed(QueryRows rows, Expr expr) {
    QueryRows with = rows;
    Var compared = expr instanceof ExprVar variable ? variable.asVar() : value;
    if (!expr.isVariable()) {
      VarExprList assignment = new VarExprList();
      assignment.add(value, expr);
      with = operators.extend(rows, Assignments.of(assignment));
    }
    int from = run.layout().column(compared);
    int to = run.layout().column(key);
    boolean added = !expr.isVariable();
    return new MappedRows(with) {
      @Override
      protected Batch map(Batch batch) {
        int[] kept = new int[batch.size];
        int[] ofRows = new int[batch.size];
        int n = 0;
        synchronized (keys) {
          for (int row = 0; row < batch.size; row++) {
            run.checkAt(row);
            int id = batch.get(from, row);
            if (id != Batch.UNBOUND) {
              ofRows[n] = keys.of(id);
              kept[n++] = row;
            }
          }
        }
        Batch picked = n == batch.size ? batch : batch.pick(kept, n);
        return (added ? picked.with(from, null) : picked).with(to, ofRows);
      }
    };
  }

  @Override
  public Sample sample(int column, int size) {
    return group.conjuncts().stream()
        .filter(c -> c.columns().get(column))
        .findFirst()
        .map(c -> c.sample(column, size))
        .orElse(Sample.UNKNOWN);
  }
}
