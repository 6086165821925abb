package org.techrace.store.query.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_GreaterThan;
import org.apache.jena.sparql.expr.E_GreaterThanOrEqual;
import org.apache.jena.sparql.expr.E_LessThan;
import org.apache.jena.sparql.expr.E_LessThanOrEqual;
import org.apache.jena.sparql.expr.E_NotEquals;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.ExprVar;
import org.techrace.store.query.text.FilterRows;

/// Finds the comparison in the pattern of an EXISTS ([ExistsPlan.Compared]).
final class ComparedPattern {
  private ComparedPattern() {}

  /// Divides a pattern, or returns empty if it has another form.
  ///
  /// @param compared the variable that takes the place of the value
  static Optional<ExistsPlan.Compared> of(Plan pattern, Var compared, PlanCompiler compiler) {
    if (!(pattern instanceof Plan.Filter filter)) {
      return Optional.empty();
    }
    Set<Var> inside = filter.below().facts().mentioned();
    ExprList own = new ExprList();
    List<Expr> conditions = new ArrayList<>();
    Expr value = null;
    boolean inequality = false;
    for (Expr condition : conjunction(filter.conditions())) {
      Set<Var> read = condition.getVarsMentioned();
      Optional<Comparison> comparison = comparison(condition, inside);
      if (!FilterRows.isFunction(condition)) {
        return Optional.empty();
      } else if (inside.containsAll(read)) {
        own.add(condition);
      } else if (read.stream().noneMatch(inside::contains)) {
        conditions.add(condition);
      } else if (value == null && comparison.isPresent()) {
        value = comparison.get().value();
        inequality = condition instanceof E_NotEquals;
        conditions.add(comparison.get().with(new ExprVar(compared)));
      } else {
        return Optional.empty();
      }
    }
    if (value == null) {
      return Optional.empty();
    }
    Plan solutions =
        own.isEmpty()
            ? filter.below()
            : compiler.plan(OpFilter.filterBy(own, filter.below().algebra()));
    Expr side = value;
    boolean byInequality = inequality;
    return WholePattern.of(solutions.facts())
        .filter(w -> w.bound().containsAll(side.getVarsMentioned()))
        .map(
            w ->
                new ExistsPlan.Compared(
                    solutions, w, side, compared, byInequality, compiler.conditions(conditions)));
  }

  private static ExprList conjunction(List<Condition> conditions) {
    return ExprList.splitConjunction(
        new ExprList(conditions.stream().map(Condition::expr).toList()));
  }

  /// A comparison with the row.
  ///
  /// @param isFirst true if the value of the solution is the first operand
  private record Comparison(ExprFunction2 whole, boolean isFirst) {
    Expr value() {
      return isFirst ? whole.getArg1() : whole.getArg2();
    }

    Expr with(Expr other) {
      return isFirst ? whole.copy(other, whole.getArg2()) : whole.copy(whole.getArg1(), other);
    }
  }

  private static Optional<Comparison> comparison(Expr condition, Set<Var> inside) {
    return switch (condition) {
      case E_LessThan c -> comparison(c, inside);
      case E_LessThanOrEqual c -> comparison(c, inside);
      case E_GreaterThan c -> comparison(c, inside);
      case E_GreaterThanOrEqual c -> comparison(c, inside);
      case E_NotEquals c -> comparison(c, inside);
      default -> Optional.empty();
    };
  }

  private static Optional<Comparison> comparison(ExprFunction2 condition, Set<Var> inside) {
    boolean isFirst = inside.containsAll(condition.getArg1().getVarsMentioned());
    Expr other = isFirst ? condition.getArg2() : condition.getArg1();
    Comparison comparison = new Comparison(condition, isFirst);
    return inside.containsAll(comparison.value().getVarsMentioned())
            && other.getVarsMentioned().stream().noneMatch(inside::contains)
        ? Optional.of(comparison)
        : Optional.empty();
  }
}
