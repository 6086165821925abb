package org.techrace.store.query;

import java.util.Collection;
import java.util.List;
import org.apache.jena.sparql.core.Var;
import org.techrace.store.query.join.GroupOperators;
import org.techrace.store.query.pattern.LazyTable;
import org.techrace.store.query.plan.Assignments;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.QueryRows;

/// What the operators for single nodes of a plan use of the others.
interface PlanOperators extends GroupOperators {
  /// Returns the operators that evaluate right sides as a whole.
  PlanOperators root();

  /// Returns the operators for the pattern of `GRAPH ?g` in all graphs at once.
  PlanOperators inGraphs(GraphColumn all);

  /// Returns the rows of a plan that is evaluated as a whole, once for all batches and threads if
  /// its result is always the same.
  LazyTable table(Plan plan);

  /// Returns the rows for which all conditions are true.
  QueryRows filter(QueryRows rows, List<Condition> conditions);

  /// Binds variables for all rows of a plan, in parallel if possible.
  ///
  /// @param whole true if the plan is evaluated once, not for parts of the rows
  QueryRows extendAll(QueryRows rows, Assignments assignments, boolean whole);

  /// Groups rows.
  QueryRows group(Plan.Group group, QueryRows input);

  /// Returns some columns of the rows of a plan that is evaluated as a whole. Rows that are equal
  /// in them may be left out.
  QueryRows distinctly(Plan plan, int[] columns);

  /// Returns the columns of those variables that the query names. The variables that replace its
  /// blank nodes, or connect the steps of its paths, do not distinguish rows.
  int[] named(Collection<Var> variables);
}
