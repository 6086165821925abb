package org.techrace.store.query.join;

import java.util.BitSet;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.Expr;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.plan.AlgebraFacts;
import org.techrace.store.query.row.ChoicePoints;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRows;

/// The operators for joins of a group.
public interface GroupOperators {
  /// Returns the rows of an operator for each row of the input. The operator is one for which
  /// `Facts.isRowWise` is true, or the input is the single row that binds nothing.
  QueryRows run(Op op, QueryRows input);

  /// Joins rows with those of an operator that is evaluated as a whole.
  QueryRows join(QueryRows rows, Op op);

  /// Returns what keeps the rows whose values are those of a solution of an operator, which is
  /// evaluated once, as a whole.
  ///
  /// @param columns the columns that are compared. All rows and all solutions bind them
  UnaryOperator<QueryRows> semiJoin(Op op, BitSet columns);

  /// Applies OPTIONAL or MINUS to the rows of its left side.
  ///
  /// @param demand the columns that are read of the result, or null for all
  QueryRows apply(QueryRows left, Op op, @Nullable Demand demand);

  /// Returns the rows for which an expression is true.
  QueryRows filter(QueryRows rows, Expr expr);

  /// Binds variables to the values of expressions.
  QueryRows extend(QueryRows rows, VarExprList assignments);

  /// Returns what is known about the operators of the query.
  AlgebraFacts facts();

  /// Returns true if several threads may [#filter] parts of the rows.
  boolean isConcurrent(Expr expr);

  /// Returns true if an operator is an OPTIONAL that several threads may apply, and whose choices
  /// need [ChoicePoints] of their own.
  boolean isChoosing(Op op);

  /// Returns operators whose choices change at some points only.
  GroupOperators at(ChoicePoints points);
}
