package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Bound;
import org.apache.jena.sparql.expr.E_Coalesce;
import org.apache.jena.sparql.expr.E_If;
import org.apache.jena.sparql.expr.E_LogicalAnd;
import org.apache.jena.sparql.expr.E_LogicalOr;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.aggregate.AggCountVar;
import org.apache.jena.sparql.expr.aggregate.AggCountVarDistinct;

/// An expression as it is in a solution without values of some variables.
///
/// @param without these variables
/// @param computed other variables, each with its expression
record WithoutValues(Set<Var> without, Map<Var, Expr> computed) {
  /// Returns the value of an expression, or the part of it that other variables decide; empty if it
  /// has no value.
  Optional<Expr> of(Expr expression) {
    return switch (expression) {
      case NodeValue value -> Optional.of(value);
      case E_Bound bound -> Optional.of(ofBound(bound));
      case ExprAggregator one -> ofAggregate(one);
      case E_Coalesce first ->
          first.getArgs().stream().flatMap(arg -> of(arg).stream()).findFirst();
      case E_If choice -> ofChoice(choice);
      case E_LogicalOr either -> ofPair(either, true);
      case E_LogicalAnd both -> ofPair(both, false);
      case ExprFunction function -> ofFunction(function);
      case Expr variable when variable.isVariable() -> ofVariable(variable);
      default -> Optional.of(expression);
    };
  }

  /// Returns its value if it is true or false; empty if it is not, if other variables decide, or if
  /// it has none.
  Optional<Boolean> decided(Expr condition) {
    return of(condition)
        .filter(Expr::isConstant)
        .map(Expr::getConstant)
        .filter(NodeValue::isBoolean)
        .map(NodeValue::getBoolean);
  }

  /// Reports whether a filter leaves out each solution without the values.
  boolean isLeftOut(Expr filter) {
    return of(filter).isEmpty() || decided(filter).filter(kept -> !kept).isPresent();
  }

  private Optional<Expr> ofVariable(Expr variable) {
    if (without.contains(variable.asVar())) {
      return Optional.empty();
    }
    Expr expression = computed.get(variable.asVar());
    return expression == null ? Optional.of(variable) : of(expression);
  }

  private Expr ofBound(E_Bound bound) {
    Optional<Expr> value = of(bound.getArg());
    if (value.isEmpty()) {
      return NodeValue.FALSE;
    }
    return value.get().isConstant() ? NodeValue.TRUE : bound;
  }

  private Optional<Expr> ofAggregate(ExprAggregator one) {
    boolean counts =
        one.getAggregator() instanceof AggCountVar
            || one.getAggregator() instanceof AggCountVarDistinct;
    if (one.getAggregator().getExprList() == null || one.getAggregator().getExprList().isEmpty()) {
      return Optional.of(one);
    }
    Optional<Expr> value = of(one.getAggregator().getExprList().get(0));
    if (counts) {
      return Optional.of(value.isEmpty() ? NodeValue.nvZERO : one);
    }
    return value.map(left -> left.isConstant() ? left : one);
  }

  private Optional<Expr> ofChoice(E_If choice) {
    Optional<Expr> condition = of(choice.getArg1());
    if (condition.isEmpty()) {
      return condition;
    }
    return decided(condition.get())
        .map(yes -> of(yes ? choice.getArg2() : choice.getArg3()))
        .orElse(Optional.of(choice));
  }

  /// @param deciding the value of one of them that is the value of the pair
  private Optional<Expr> ofPair(ExprFunction2 pair, boolean deciding) {
    List<Expr> sides = List.of(pair.getArg1(), pair.getArg2());
    if (sides.stream().anyMatch(one -> decided(one).equals(Optional.of(deciding)))) {
      return Optional.of(NodeValue.booleanReturn(deciding));
    }
    return ofFunction(pair);
  }

  private Optional<Expr> ofFunction(ExprFunction function) {
    List<NodeValue> values = new ArrayList<>();
    for (Expr argument : function.getArgs()) {
      Optional<Expr> value = of(argument);
      if (value.isEmpty()) {
        return value;
      }
      if (value.get().isConstant()) {
        values.add(value.get().getConstant());
      }
    }
    if (values.size() < function.getArgs().size()) {
      return Optional.of(function);
    }
    try {
      return switch (function) {
        case ExprFunction1 one -> Optional.of(one.eval(values.getFirst()));
        case ExprFunction2 two -> Optional.of(two.eval(values.getFirst(), values.getLast()));
        default -> Optional.of(function);
      };
    } catch (ExprEvalException e) {
      return Optional.empty();
    }
  }
}
