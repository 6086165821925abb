package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
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
import org.techrace.store.query.text.FilterRows;

/// Collects the parts of a group.
final class GroupParts {
  private final GroupOperators operators;
  private final List<Op> elements = new ArrayList<>();
  private final List<Expr> filters = new ArrayList<>();
  private final List<VarExprList> assignments = new ArrayList<>();
  private final List<Op> last = new ArrayList<>();

  private GroupParts(GroupOperators operators) {
    this.operators = operators;
  }

  /// Adds the parts of an operator.
  static GroupParts of(Op op, GroupOperators operators) {
    GroupParts parts = new GroupParts(operators);
    parts.add(op);
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
  List<Op> last() {
    return last;
  }

  private void add(Op op) {
    switch (op) {
      case OpSequence sequence -> sequence.getElements().forEach(this::add);
      case OpJoin join -> {
        add(join.getLeft());
        add(join.getRight());
      }
      case OpFilter filter when readsOnlyBound(filter) -> {
        filters.addAll(filter.getExprs().getList());
        add(filter.getSubOp());
      }
      case OpTable table when table.isJoinIdentity() -> {}
      default -> elements.add(op);
    }
  }

  /// Returns true if the conditions read only variables that the operator below them always binds,
  /// so that they may be tested later.
  private static boolean readsOnlyBound(OpFilter filter) {
    Set<Var> bound = BoundVariables.withAssigned(filter.getSubOp());
    return filter.getExprs().getList().stream()
        .allMatch(e -> FilterRows.isFunction(e) && bound.containsAll(e.getVarsMentioned()));
  }

  private @Nullable Op divisible() {
    for (Op op : elements) {
      boolean divisible =
          switch (op) {
            case OpConditional optional ->
                operators.isRowWise(optional.getRight())
                    && isReadNowhereElse(op, Group.read(optional));
            case OpLeftJoin optional -> isReadNowhereElse(op, Group.read(optional));
            case OpMinus minus -> isReadNowhereElse(op, Group.read(minus));
            case OpExtend extend ->
                isLate(extend)
                    && isReadNowhereElse(op, new HashSet<>(extend.getVarExprList().getVars()));
            default -> false;
          };
      if (divisible) {
        return op;
      }
    }
    return null;
  }

  /// Returns true if the expressions have the same values after further joins.
  private static boolean isLate(OpExtend extend) {
    Set<Var> bound = BoundVariables.withAssigned(extend.getSubOp());
    return extend.getVarExprList().getExprs().values().stream()
        .allMatch(e -> FilterRows.isFunction(e) && bound.containsAll(e.getVarsMentioned()));
  }

  /// Returns true if no other part of the group reads or binds any of these variables.
  @SuppressWarnings("ReferenceEquality") // a group may name the same part twice
  boolean isReadNowhereElse(Op op, Set<Var> variables) {
    for (Op other : elements) {
      if (other != op && MentionedVariables.of(other).stream().anyMatch(variables::contains)) {
        return false;
      }
    }
    return filters.stream()
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
