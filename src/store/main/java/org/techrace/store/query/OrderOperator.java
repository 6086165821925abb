package org.techrace.store.query;

import java.util.ArrayList;
import java.util.List;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpTopN;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.E_DateTimeDay;
import org.apache.jena.sparql.expr.E_DateTimeHours;
import org.apache.jena.sparql.expr.E_DateTimeMinutes;
import org.apache.jena.sparql.expr.E_DateTimeMonth;
import org.apache.jena.sparql.expr.E_DateTimeYear;
import org.apache.jena.sparql.expr.E_StrLength;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;
import org.techrace.store.query.sort.SortRows;
import org.techrace.store.query.text.DistanceOrder;
import org.techrace.store.query.text.FilterRows;

/// Sorts rows by the conditions of ORDER BY.
final class OrderOperator {
  private final QueryRun run;
  private final Operators operators;
  private final ExecutionContext context;

  OrderOperator(QueryRun run, Operators operators, ExecutionContext context) {
    this.run = run;
    this.operators = operators;
    this.context = context;
  }

  /// Sorts rows and returns the first. If they are sorted by a distance that BIND computes, it is
  /// bound in the first rows only, because most other distances need not be known.
  QueryRows first(OpTopN top, QueryRows input, boolean unit) {
    List<SortCondition> conditions = new ArrayList<>(top.getConditions());
    SortCondition main = conditions.getFirst();
    if (unit
        && run.uses(Rewrite.GEOMETRY_BOXES)
        && top.getSubOp() instanceof OpExtend extend
        && extend.getVarExprList().size() == 1
        && main.getExpression().isVariable()
        && conditions.stream().skip(1).allMatch(c -> c.getExpression().isVariable())) {
      Expr distance = extend.getVarExprList().getExpr(main.getExpression().asVar());
      if (distance != null && DistanceOrder.isDistance(distance)) {
        conditions.set(0, new SortCondition(distance, main.getDirection()));
        QueryRows rows = operators.run(extend.getSubOp(), input);
        return operators.extend(
            new SortRows(run, true, rows, conditions, top.getLimit(), context),
            extend.getVarExprList());
      }
    }
    return sort(operators.run(top.getSubOp(), input), conditions, top.getLimit(), unit);
  }

  /// Sorts rows. Conditions that are small integers are computed as ids, which need no term.
  ///
  /// @param limit the number of rows needed, or `Long.MAX_VALUE` for all
  QueryRows sort(QueryRows rows, List<SortCondition> conditions, long limit, boolean unit) {
    VarExprList computed = new VarExprList();
    List<SortCondition> onIds = new ArrayList<>();
    for (SortCondition condition : conditions) {
      Expr expr = condition.getExpression();
      if (!isSmallInteger(expr) || !FilterRows.isFunction(expr)) {
        onIds.add(condition);
        continue;
      }
      // A name that no query can have.
      Var variable = Var.alloc(".sorted " + onIds.size());
      computed.add(variable, expr);
      onIds.add(new SortCondition(variable, condition.getDirection()));
    }
    if (computed.isEmpty()) {
      return new SortRows(run, unit, rows, conditions, limit, context);
    }
    QueryRows extended = operators.extendAll(rows, computed, unit);
    return new WithoutColumns(
        new SortRows(run, unit, extended, onIds, limit, context),
        run.layout().columns(computed.getVars()));
  }

  private static boolean isSmallInteger(Expr expr) {
    return switch (expr) {
      case E_StrLength _,
          E_DateTimeYear _,
          E_DateTimeMonth _,
          E_DateTimeDay _,
          E_DateTimeHours _,
          E_DateTimeMinutes _ ->
          true;
      default -> false;
    };
  }
}
