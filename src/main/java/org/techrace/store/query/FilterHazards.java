package org.techrace.store.query;

import java.util.Iterator;
import java.util.List;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVisitorBase;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.expr.E_LogicalAnd;
import org.apache.jena.sparql.expr.E_LogicalOr;
import org.apache.jena.sparql.expr.E_OneOf;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprFunctionN;
import org.apache.jena.sparql.expr.ExprVisitorBase;

/// Detects the parts of a query that ARQ's optimizer handles wrongly.
///
/// @param undefinedValues true if a row of `VALUES` leaves a variable without a value
/// @param alternatives true if the query has `||` or `IN`, except a single `IN` with distinct IRIs
///   as its only condition
record FilterHazards(boolean undefinedValues, boolean alternatives) {
  static FilterHazards of(Op op) {
    Conditions conditions = new Conditions();
    Expressions expressions = new Expressions();
    Walker.walk(op, conditions, expressions);
    return new FilterHazards(
        conditions.undefined,
        expressions.alternatives
            && (expressions.mayOverlap || expressions.conjunction || conditions.number > 1));
  }

  private static final class Conditions extends OpVisitorBase {
    private boolean undefined;
    private int number;

    @Override
    public void visit(OpTable table) {
      List<Var> variables = table.getTable().getVars();
      Iterator<Binding> rows = table.getTable().rows();
      while (!undefined && rows.hasNext()) {
        undefined = !variables.stream().allMatch(rows.next()::contains);
      }
    }

    @Override
    public void visit(OpFilter filter) {
      number += filter.getExprs().size();
    }

    @Override
    public void visit(OpLeftJoin optional) {
      number += optional.getExprs() == null ? 0 : optional.getExprs().size();
    }
  }

  private static final class Expressions extends ExprVisitorBase {
    private boolean alternatives;

    /// True if two of the alternatives can hold at the same time.
    private boolean mayOverlap;

    /// True if there is a conjunction: it is split and counts as more than one condition.
    private boolean conjunction;

    @Override
    public void visit(ExprFunction2 function) {
      alternatives |= function instanceof E_LogicalOr;
      mayOverlap |= function instanceof E_LogicalOr;
      conjunction |= function instanceof E_LogicalAnd;
    }

    @Override
    public void visit(ExprFunctionN function) {
      if (function instanceof E_OneOf in) {
        List<Expr> list = in.getRHS().getList();
        boolean iris =
            in.getLHS().isVariable()
                && list.stream().allMatch(e -> e.isConstant() && e.getConstant().isIRI())
                && list.stream().distinct().count() == list.size();
        alternatives = true;
        mayOverlap |= !iris;
      }
    }
  }
}
