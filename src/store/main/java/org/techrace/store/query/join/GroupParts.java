package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.op.Op1;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.Expr;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.plan.AlgebraFacts;
import org.techrace.store.query.text.FilterRows;

/// Collects the parts of a group.
final class GroupParts {
  private final AlgebraFacts facts;
  private final List<Op> elements = new ArrayList<>();
  private final List<Expr> filters = new ArrayList<>();
  private final List<VarExprList> assignments = new ArrayList<>();
  private final List<Op2> last = new ArrayList<>();

  private GroupParts(AlgebraFacts facts) {
    this.facts = facts;
  }

  /// Adds the parts of an operator.
  ///
  /// @param late true if OPTIONAL, MINUS and others may be applied after the joins
  static GroupParts of(Op op, AlgebraFacts facts, boolean late) {
    GroupParts parts = new GroupParts(facts);
    parts.add(op);
    if (!late) {
      return parts;
    }
    for (Op part = parts.divisible(); part != null; part = parts.divisible()) {
      parts.divide(part);
    }
    return parts;
  }

  /// Returns the joined operators.
  List<Op> elements() {
    return elements;
  }

  /// Returns the conditions on the joined rows.
  List<Expr> filters() {
    return filters;
  }

  /// Returns the bindings of variables that no other part reads.
  List<VarExprList> assignments() {
    return assignments;
  }

  /// Returns the operators OPTIONAL and MINUS that are applied after the joins, in their order.
  List<Op2> last() {
    return last;
  }

  private void add(Op op) {
    switch (op) {
      case OpSequence sequence -> sequence.getElements().forEach(this::add);
      case OpJoin join -> {
        add(join.getLeft());
        add(join.getRight());
      }
      case OpTable table when table.isJoinIdentity() -> {}
      default -> elements.add(op);
    }
  }

  private @Nullable Op divisible() {
    for (Op op : elements) {
      boolean divisible =
          switch (op) {
            case OpConditional optional ->
                facts.of(optional.getRight()).isRowWise()
                    && isReadNowhereElse(op, facts.open(optional));
            case OpLeftJoin optional -> isReadNowhereElse(op, facts.open(optional));
            case OpMinus minus -> isReadNowhereElse(op, facts.open(minus));
            case OpFilter filter -> isLate(filter.getExprs().getList(), filter);
            case OpExtend extend ->
                isLate(extend.getVarExprList().getExprs().values(), extend)
                    && isReadNowhereElse(op, new HashSet<>(extend.getVarExprList().getVars()));
            default -> false;
          };
      if (divisible) {
        return op;
      }
    }
    return null;
  }

  /// Returns true if the expressions of an operator have the same values after further joins: each
  /// of their variables is bound below it in every solution, or is one that no other part can bind.
  private boolean isLate(Collection<Expr> expressions, Op1 op) {
    Set<Var> below = OpVars.fixedVars(op.getSubOp());
    Set<Var> open = new HashSet<>();
    for (Expr expr : expressions) {
      if (!FilterRows.isFunction(expr) || !below.containsAll(expr.getVarsMentioned())) {
        return false;
      }
      open.addAll(expr.getVarsMentioned());
    }
    open.removeAll(facts.of(op.getSubOp()).certain());
    return isBoundNowhereElse(op, open)
        && last.stream()
            .filter(l -> !(l instanceof OpMinus))
            .flatMap(l -> facts.open(l).stream())
            .noneMatch(open::contains);
  }

  /// Returns true if no other joined operator mentions any of these variables.
  @SuppressWarnings("ReferenceEquality") // a group may name the same part twice
  boolean isBoundNowhereElse(Op op, Set<Var> variables) {
    for (Op other : elements) {
      if (other != op && !Collections.disjoint(variables, facts.of(other).mentioned())) {
        return false;
      }
    }
    return true;
  }

  /// Returns true if no other part of the group reads or binds any of these variables.
  private boolean isReadNowhereElse(Op op, Set<Var> variables) {
    return isBoundNowhereElse(op, variables)
        && filters.stream()
            .flatMap(f -> f.getVarsMentioned().stream())
            .noneMatch(variables::contains)
        && assignments.stream()
            .flatMap(a -> a.getExprs().values().stream())
            .flatMap(e -> e.getVarsMentioned().stream())
            .noneMatch(variables::contains);
  }

  private void divide(Op op) {
    elements.remove(op);
    switch (op) {
      case OpFilter filter -> {
        filters.addAll(filter.getExprs().getList());
        add(filter.getSubOp());
      }
      case OpExtend extend -> {
        assignments.add(extend.getVarExprList());
        add(extend.getSubOp());
      }
      case Op2 optional -> {
        last.addFirst(optional);
        add(optional.getLeft());
      }
      default -> throw new IllegalArgumentException("not to be divided: " + op);
    }
  }
}
