package org.techrace.store.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.query.plan.Assignments;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.plan.ExistsPlan;
import org.techrace.store.query.row.ColumnRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.text.FilterRows;

/// Evaluates the expressions of FILTER and BIND for rows. EXISTS in an expression becomes a column
/// of the rows.
final class FilterOperator {
  private final QueryRun run;
  private final ExistsOperator exists;
  private final ExecutionContext context;

  FilterOperator(QueryRun run, ExistsOperator exists, ExecutionContext context) {
    this.run = run;
    this.exists = exists;
    this.context = context;
  }

  /// Returns the rows for which all conditions are true.
  QueryRows filter(QueryRows rows, List<Condition> conditions) {
    QueryRows left = rows;
    for (Condition condition : conditions) {
      left = filter(left, condition);
    }
    return left;
  }

  /// Returns the rows for which a condition is true.
  QueryRows filter(QueryRows rows, Condition condition) {
    return switch (condition.test()) {
      case Condition.Either either -> {
        List<UnaryOperator<QueryRows>> filters = new ArrayList<>();
        either.alternatives().forEach(c -> filters.add(in -> filter(in, c)));
        yield new EitherRows(run, rows, filters);
      }
      case Condition.All all -> filter(rows, all.parts());
      case Condition.Exists test ->
          new PerBatch(
              run,
              rows,
              exists.matches(test.pattern()),
              test.wanted() ? PerBatch.Keep.MATCHED : PerBatch.Keep.UNMATCHED);
      case Condition.Value value ->
          unmarked(
              new FilterRows(run, mark(rows, value.marks()), copy(value.marked()), context),
              value.marks());
    };
  }

  /// Binds variables to the values of expressions.
  QueryRows extend(QueryRows rows, Assignments assignments) {
    List<ExistsPlan.Mark> marks = assignments.marks();
    return unmarked(
        new ExtendRows(run, mark(rows, marks), copy(assignments.expressions()), context), marks);
  }

  /// Adds the variables that take the place of EXISTS.
  private QueryRows mark(QueryRows rows, List<ExistsPlan.Mark> marks) {
    QueryRows marked = rows;
    for (ExistsPlan.Mark mark : marks) {
      marked =
          PerBatch.mark(
              run,
              marked,
              exists.matches(mark.pattern()),
              run.layout().column(mark.variable()),
              mark.exists());
    }
    return marked;
  }

  private QueryRows unmarked(QueryRows rows, List<ExistsPlan.Mark> marks) {
    return marks.isEmpty()
        ? rows
        : ColumnRows.without(
            rows, run.layout().columns(marks.stream().map(ExistsPlan.Mark::variable).toList()));
  }

  /// Returns a copy of an expression for one thread, because some keep what they have looked up. An
  /// expression with EXISTS is not copied.
  private static Expr copy(Expr expr) {
    return FilterRows.hasPattern(expr) ? expr : expr.deepCopy();
  }

  /// Returns a copy of assignments for one thread.
  private static VarExprList copy(VarExprList assignments) {
    VarExprList copy = new VarExprList();
    assignments.forEachVarExpr((v, e) -> copy.add(v, e == null ? null : copy(e)));
    return copy;
  }
}
