package org.techrace.store.query.plan;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.algebra.Op;

/// The facts about an operator of ARQ's algebra that hold for all data and rows. All other classes
/// ask here, so that no two of them disagree. An operator that is unknown has no certain variable,
/// is not closed, and does not run row by row.
///
/// `FactRules` make them, and change nothing once they have returned them.
public final class Facts {
  private final Op op;
  private final List<Facts> operands;
  private final VariableSet none;

  VariableSet possible;
  VariableSet certain;
  VariableSet mentioned;

  /// The variables of aggregates. No other part of a query can bind them.
  VariableSet aggregates;

  VariableSet sensitive;

  /// The variables that conditions read from outside their own pattern.
  VariableSet given;

  VariableSet subtracted;

  /// Triple patterns that each solution matches.
  List<Triple> patterns = List.of();

  /// True if the operator keeps its place in the query, wherever it gets values from.
  boolean ordered = true;

  boolean repeatable;
  boolean rowWise;
  boolean rowWiseInExists;
  boolean rightConcurrent;
  boolean concurrent;
  boolean substitutable;

  /// True if the operator, or an operand, is GROUP BY or DISTINCT: in all graphs at once, it is
  /// evaluated for the row that binds nothing, and not for rows.
  boolean grouped;

  /// True if every row has a graph when all graphs are searched at once.
  boolean bindsGraph;

  /// True if all graphs can be searched at once.
  boolean scansGraphs;

  /// True if that is so, also with EXISTS and MINUS, which are looked up in the graph of a row.
  boolean searchesGraphs;

  /// Creates the facts of an unknown operator.
  ///
  /// @param none a set without variables
  Facts(Op op, List<Facts> operands, VariableSet none) {
    this.op = op;
    this.operands = operands;
    this.none = none;
    this.possible = none;
    this.certain = none;
    this.mentioned = none;
    this.aggregates = none;
    this.sensitive = none;
    this.given = none;
    this.subtracted = none;
    this.grouped = any(operand -> operand.grouped);
  }

  /// Returns the operator.
  public Op op() {
    return op;
  }

  /// Returns the variables that a solution may bind.
  public VariableSet possible() {
    return possible;
  }

  /// Returns variables that every solution binds. `OpVars.fixedVars` adds variables that some
  /// solutions leave unbound: those of BIND and aggregates whose expression fails, those that a
  /// sub-select names without a value, and those of VALUES that are UNDEF in a row.
  public VariableSet certain() {
    return certain;
  }

  /// Returns all variables that the operator mentions, including those in patterns of EXISTS.
  public VariableSet mentioned() {
    return mentioned;
  }

  /// Returns the variables that must not get a value from outside. With a value, OPTIONAL would
  /// keep a row that has no match for it, and a condition on an unbound variable would become true.
  public VariableSet sensitive() {
    return sensitive;
  }

  /// Returns the variables on the right side that the left side may leave unbound.
  public VariableSet open() {
    Facts left = operands.get(0);
    VariableSet leftOnly = left.mentioned.without(operands.get(1).mentioned);
    return mentioned.without(left.certain).without(left.aggregates).without(leftOnly);
  }

  /// Returns true if the parts return the same rows with and without input from other parts.
  /// Excluded are conditions that read a variable from outside their own pattern, SERVICE, and
  /// property functions: they keep the order of the query.
  public boolean isClosed() {
    return !ordered && given.isEmpty();
  }

  /// Returns true if the result for a row is the result for the empty row, joined with the row.
  public boolean isIndependent() {
    return isClosed() && sensitive.isEmpty();
  }

  /// Returns true if the operator has equal results for equal rows, so that equal rows may be
  /// merged: no expression is random or creates something, and no other endpoint is asked.
  public boolean isRepeatable() {
    return repeatable;
  }

  /// Returns true if the result for a batch is the union of the results for its rows, and keeps
  /// unknown columns.
  public boolean isRowWise() {
    return rowWise;
  }

  /// Returns true if that is so in EXISTS, where the values of a row take the place of variables
  /// before OPTIONAL and MINUS are evaluated.
  public boolean isRowWiseInExists() {
    return rowWiseInExists;
  }

  /// Returns true if several threads of a query may evaluate the operator for parts of the rows: it
  /// runs on ids without ARQ's operators, and has the same result whichever thread evaluates it
  /// first.
  boolean isConcurrent() {
    return concurrent;
  }

  /// Returns true if threads may apply the operator, OPTIONAL or MINUS, to rows of its left side.
  public boolean isRightConcurrent() {
    return rightConcurrent;
  }

  /// Returns true if the operator has the same solutions, joined with a row, whether the values of
  /// the row replace variables before or after it is evaluated. A path that can have length 0 has
  /// additional solutions for terms that are in no triple.
  public boolean isSubstitutable() {
    return substitutable;
  }

  /// Returns the variables on the right sides of MINUS. Those that a row binds are not shared with
  /// the left side any more.
  VariableSet subtracted() {
    return subtracted;
  }

  /// Returns true if the operator, the pattern of `GRAPH ?g`, can be evaluated for all graphs at
  /// once, with the graph of each triple as one more column: every part binds the column, except
  /// EXISTS and MINUS, which come last and look up their pattern in the graph of a row.
  boolean isForAllGraphs() {
    return searchesGraphs && bindsGraph;
  }

  /// Returns the variables that the operands, joined, bind in each solution.
  public VariableSet certainInOperands() {
    return union(Facts::certain);
  }

  /// Returns the variables that the operands may bind.
  public VariableSet possibleInOperands() {
    return union(Facts::possible);
  }

  /// Returns triple patterns that each solution of the operands, joined, matches.
  public List<Triple> patternsOfOperands() {
    return operands.stream().flatMap(operand -> operand.patterns.stream()).toList();
  }

  VariableSet union(Function<Facts, VariableSet> some) {
    VariableSet variables = none;
    for (Facts operand : operands) {
      variables = variables.or(some.apply(operand));
    }
    return variables;
  }

  boolean any(Predicate<Facts> test) {
    return operands.stream().anyMatch(test);
  }

  boolean all(Predicate<Facts> test) {
    return operands.stream().allMatch(test);
  }
}
