package org.techrace.store.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.query.plan.AlgebraFacts;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;
import org.techrace.store.query.text.FilterRows;

/// Evaluates the expressions of FILTER and BIND for rows. EXISTS in an expression becomes a column
/// of the rows.
final class FilterOperator {
  private final QueryRun run;
  private final AlgebraFacts facts;
  private final ExistsOperator exists;
  private final ExecutionContext context;

  FilterOperator(
      QueryRun run, AlgebraFacts facts, ExistsOperator exists, ExecutionContext context) {
    this.run = run;
    this.facts = facts;
    this.exists = exists;
    this.context = context;
  }

  /// Returns the rows for which all expressions are true.
  QueryRows filter(QueryRows rows, List<Expr> expressions) {
    QueryRows left = rows;
    for (Expr expr : expressions) {
      left = filter(left, expr);
    }
    return left;
  }

  /// Returns the rows for which an expression is true.
  QueryRows filter(QueryRows rows, Expr expr) {
    if (FilterRows.hasPattern(expr)) {
      Condition condition = Condition.of(expr);
      switch (condition) {
        case Condition.Either either -> {
          List<UnaryOperator<QueryRows>> filters = new ArrayList<>();
          either.alternatives().forEach(e -> filters.add(in -> filter(in, e)));
          return new EitherRows(run, rows, filters);
        }
        case Condition.All all -> {
          return filter(rows, all.parts());
        }
        case Condition.Exists test
            when run.uses(Rewrite.EXISTS_IN_BATCHES)
                && facts.exists(test.pattern()).runsPerBatch() -> {
          return new PerBatch(
              run,
              rows,
              exists.matches(test.pattern()),
              test.wanted() ? PerBatch.Keep.MATCHED : PerBatch.Keep.UNMATCHED);
        }
        default -> {}
      }
    }
    ExistsMarks marks = new ExistsMarks(run, facts);
    Expr marked = marks.replace(expr);
    return unmarked(new FilterRows(run, mark(rows, marks), copy(marked), context), marks);
  }

  /// Binds variables to the values of expressions.
  QueryRows extend(QueryRows rows, VarExprList assignments) {
    ExistsMarks marks = new ExistsMarks(run, facts);
    VarExprList marked = marks.replace(assignments);
    return unmarked(new ExtendRows(run, mark(rows, marks), copy(marked), context), marks);
  }

  /// Adds the variables that take the place of EXISTS.
  private QueryRows mark(QueryRows rows, ExistsMarks marks) {
    QueryRows marked = rows;
    for (ExistsMarks.Mark mark : marks.marks()) {
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

  private QueryRows unmarked(QueryRows rows, ExistsMarks marks) {
    return marks.marks().isEmpty()
        ? rows
        : new WithoutColumns(
            rows,
            run.layout().columns(marks.marks().stream().map(ExistsMarks.Mark::variable).toList()));
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
