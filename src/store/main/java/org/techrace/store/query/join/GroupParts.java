package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.plan.Assignments;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.text.FilterRows;

/// Collects the parts of a group.
final class GroupParts {
  private final List<Plan> elements = new ArrayList<>();
  private final List<Condition> filters = new ArrayList<>();
  private final List<Assignments> assignments = new ArrayList<>();
  private final List<Plan.OnLeft> last = new ArrayList<>();

  private GroupParts() {}

  /// Returns the parts of a node.
  ///
  /// @param late true if OPTIONAL, MINUS and others may be applied after the joins
  static GroupParts of(Plan node, boolean late) {
    GroupParts parts = new GroupParts();
    parts.add(node);
    if (!late) {
      return parts;
    }
    for (Plan part = parts.divisible(); part != null; part = parts.divisible()) {
      parts.divide(part);
    }
    return parts;
  }

  /// Returns the joined nodes.
  List<Plan> elements() {
    return elements;
  }

  /// Returns the conditions on the joined rows.
  List<Condition> filters() {
    return filters;
  }

  /// Returns the bindings of variables that no other part reads.
  List<Assignments> assignments() {
    return assignments;
  }

  /// Returns OPTIONAL and MINUS that are applied after the joins, in their order.
  List<Plan.OnLeft> last() {
    return last;
  }

  private void add(Plan node) {
    switch (node) {
      case Plan.Sequence sequence -> sequence.parts().forEach(this::add);
      case Plan.Join join -> {
        add(join.left());
        add(join.right());
      }
      case Plan.Values values when values.isUnit() -> {}
      default -> elements.add(node);
    }
  }

  private @Nullable Plan divisible() {
    for (Plan node : elements) {
      boolean divisible =
          switch (node) {
            case Plan.LeftJoin optional ->
                optional.isLate() && isReadNowhereElse(node, node.facts().open());
            case Plan.Minus _ -> isReadNowhereElse(node, node.facts().open());
            case Plan.Filter filter ->
                isLate(
                    filter.conditions().stream().map(Condition::expr).toList(),
                    filter.below(),
                    node);
            case Plan.Extend extend ->
                extend.isNew()
                    && extend.assignments().marks().isEmpty()
                    && isLate(
                        extend.assignments().expressions().getExprs().values(),
                        extend.below(),
                        node)
                    && isReadNowhereElse(node, new HashSet<>(extend.assignments().variables()));
            default -> false;
          };
      if (divisible) {
        return node;
      }
    }
    return null;
  }

  /// Returns true if the expressions of a node have the same values after further joins: each of
  /// their variables is bound below it in every solution, or is one that no other part can bind.
  private boolean isLate(Collection<Expr> expressions, Plan read, Plan node) {
    Set<Var> below = OpVars.fixedVars(read.algebra());
    Set<Var> open = new HashSet<>();
    for (Expr expr : expressions) {
      if (!FilterRows.isFunction(expr) || !below.containsAll(expr.getVarsMentioned())) {
        return false;
      }
      open.addAll(expr.getVarsMentioned());
    }
    open.removeAll(read.facts().certain());
    return isBoundNowhereElse(node, open)
        && last.stream()
            .filter(l -> !(l instanceof Plan.Minus))
            .flatMap(l -> l.facts().open().stream())
            .noneMatch(open::contains);
  }

  /// Returns true if no other joined node mentions any of these variables.
  @SuppressWarnings("ReferenceEquality") // a group may name the same part twice
  boolean isBoundNowhereElse(Plan node, Set<Var> variables) {
    for (Plan other : elements) {
      if (other != node && !Collections.disjoint(variables, other.facts().mentioned())) {
        return false;
      }
    }
    return true;
  }

  /// Returns true if no other part of the group reads or binds any of these variables.
  private boolean isReadNowhereElse(Plan node, Set<Var> variables) {
    return isBoundNowhereElse(node, variables)
        && filters.stream()
            .flatMap(f -> f.expr().getVarsMentioned().stream())
            .noneMatch(variables::contains)
        && assignments.stream().flatMap(a -> a.mentioned().stream()).noneMatch(variables::contains);
  }

  @SuppressWarnings("ReferenceEquality") // equal nodes may be compared in depth
  private void divide(Plan node) {
    elements.removeIf(other -> other == node);
    switch (node) {
      case Plan.Filter filter -> {
        filters.addAll(filter.conditions());
        add(filter.below());
      }
      case Plan.Extend extend -> {
        assignments.add(extend.assignments());
        add(extend.below());
      }
      case Plan.OnLeft right -> {
        last.addFirst(right);
        add(right.left());
      }
      default -> throw new IllegalArgumentException("not to be divided: " + node.text());
    }
  }
}
