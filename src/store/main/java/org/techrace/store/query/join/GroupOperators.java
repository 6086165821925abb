package org.techrace.store.query.join;

import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.algebra.Table;
import org.apache.jena.sparql.core.Var;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.plan.Assignments;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.ChoicePoints;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRows;

/// The operators for joins of a group.
public interface GroupOperators {
  /// Evaluates a plan as a whole, or applies it to rows, and reads the result in part.
  ///
  /// @param rows the row that binds nothing; or others, if `Facts.isRowWise` is true
  /// @param demand the columns that are read of the result, or null for all
  QueryRows apply(Plan plan, QueryRows rows, @Nullable Demand demand);

  /// Applies a plan to rows.
  default QueryRows apply(Plan plan, QueryRows rows) {
    return apply(plan, rows, null);
  }

  /// Evaluates a plan as a whole.
  default QueryRows evaluate(Plan plan) {
    return apply(plan, QueryRows.unit());
  }

  /// Returns the rows of VALUES.
  QueryRows evaluate(Table values);

  /// Returns the distinct values of some variables of a plan that is evaluated as a whole.
  QueryRows distinct(Plan plan, List<Var> variables);

  /// Joins rows with those of a plan that is evaluated as a whole.
  QueryRows join(QueryRows rows, Plan plan);

  /// Returns what keeps the rows whose values are those of a solution of a plan, which is evaluated
  /// once, as a whole.
  ///
  /// @param columns the columns that are compared. All rows and all solutions bind them
  UnaryOperator<QueryRows> semiJoin(Plan plan, BitSet columns);

  /// Applies OPTIONAL or MINUS to the rows of its left side.
  ///
  /// @param demand the columns that are read of the result, or null for all
  QueryRows apply(QueryRows left, Plan.OnLeft plan, @Nullable Demand demand);

  /// Returns the rows for which a condition is true.
  QueryRows filter(QueryRows rows, Condition condition);

  /// Binds variables to the values of expressions.
  QueryRows extend(QueryRows rows, Assignments assignments);

  /// Returns true if a node is an OPTIONAL that several threads may apply, and whose choices need
  /// [ChoicePoints] of their own.
  boolean isChoosing(Plan.OnLeft plan);

  /// Returns operators whose choices change at some points only.
  GroupOperators at(ChoicePoints points);
}
