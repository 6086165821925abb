package org.techrace.guard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.Op1;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpAssign;
import org.apache.jena.sparql.algebra.op.OpExt;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpN;
import org.apache.jena.sparql.algebra.op.OpOrder;
import org.apache.jena.sparql.algebra.op.OpProcedure;
import org.apache.jena.sparql.algebra.op.OpPropFunc;
import org.apache.jena.sparql.algebra.op.OpTopN;
import org.apache.jena.sparql.algebra.op.OpUnfold;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.expr.ExprList;
import org.jspecify.annotations.Nullable;

/// Visits every operator and every expression of a query exactly once, in no particular order: also
/// those in patterns of EXISTS, in aggregates and in ORDER BY. ARQ's walkers skip the last two, and
/// a visitor that enters the pattern of EXISTS itself, as many of ARQ do, visits it twice for each
/// level of nesting. A query of any depth needs no deep stack.
public final class AlgebraParts {
  private final Deque<Object> left = new ArrayDeque<>();
  private final Consumer<Op> operators;
  private final Consumer<Expr> expressions;

  /// True if the parts of operators are visited, too.
  private final boolean all;

  private AlgebraParts(Consumer<Op> operators, Consumer<Expr> expressions, boolean all) {
    this.operators = operators;
    this.expressions = expressions;
    this.all = all;
  }

  /// Visits the parts of an operator, and the operator itself.
  ///
  /// @param operators receives each operator
  /// @param expressions receives each expression, with the parts of an expression after it
  public static void visit(Op op, Consumer<Op> operators, Consumer<Expr> expressions) {
    AlgebraParts parts = new AlgebraParts(operators, expressions, true);
    parts.left.push(op);
    parts.visitAll();
  }

  /// Returns true if an operator, a part of it, or a part of a pattern of EXISTS in it is as
  /// wanted.
  public static boolean any(Op op, Predicate<Op> wanted) {
    boolean[] found = {false};
    visit(op, part -> found[0] = found[0] || wanted.test(part), _ -> {});
    return found[0];
  }

  /// Visits the parts of an expression, and the expression itself.
  public static void visit(Expr expr, Consumer<Op> operators, Consumer<Expr> expressions) {
    AlgebraParts parts = new AlgebraParts(operators, expressions, true);
    parts.left.push(expr);
    parts.visitAll();
  }

  /// Visits the operands of an operator and its expressions, without the parts of the operands.
  ///
  /// @param operators receives the operands, and the patterns of EXISTS in the expressions
  /// @param expressions receives each expression, with the parts of an expression after it
  public static void visitOwn(Op op, Consumer<Op> operators, Consumer<Expr> expressions) {
    AlgebraParts parts = new AlgebraParts(operators, expressions, false);
    parts.addOperands(op);
    parts.addExpressions(op);
    parts.visitAll();
  }

  /// Visits an expression and its parts, without the parts of the patterns of EXISTS.
  ///
  /// @param operators receives the patterns of EXISTS
  /// @param expressions receives each expression, with the parts of an expression after it
  public static void visitOwn(Expr expr, Consumer<Op> operators, Consumer<Expr> expressions) {
    AlgebraParts parts = new AlgebraParts(operators, expressions, false);
    parts.left.push(expr);
    parts.visitAll();
  }

  /// Returns the operators whose solutions an operator reads.
  public static List<Op> operands(Op op) {
    return switch (op) {
      case Op1 one -> List.of(one.getSubOp());
      case Op2 two -> List.of(two.getLeft(), two.getRight());
      case OpN several -> several.getElements();
      case OpExt other when other.effectiveOp() != null -> List.of(other.effectiveOp());
      default -> List.of();
    };
  }

  /// Returns the conditions of FILTER or OPTIONAL.
  public static List<Expr> conditions(Op op) {
    return switch (op) {
      case OpFilter filter -> filter.getExprs().getList();
      case OpLeftJoin optional when optional.getExprs() != null -> optional.getExprs().getList();
      default -> List.of();
    };
  }

  private void visitAll() {
    while (!left.isEmpty()) {
      switch (left.pop()) {
        case Op op -> {
          operators.accept(op);
          if (all) {
            addOperands(op);
            addExpressions(op);
          }
        }
        case Expr expr -> {
          expressions.accept(expr);
          addParts(expr);
        }
        default -> throw new IllegalStateException("neither an operator nor an expression");
      }
    }
  }

  private void addOperands(Op op) {
    operands(op).forEach(this::add);
  }

  private void addExpressions(Op op) {
    switch (op) {
      case OpFilter filter -> add(filter.getExprs());
      case OpLeftJoin optional -> add(optional.getExprs());
      case OpExtend extend -> add(extend.getVarExprList());
      case OpAssign assign -> add(assign.getVarExprList());
      case OpUnfold unfold -> add(unfold.getExpr());
      case OpGroup group -> {
        add(group.getGroupVars());
        group.getAggregators().forEach(this::add);
      }
      case OpOrder order -> order.getConditions().forEach(this::add);
      case OpTopN top -> top.getConditions().forEach(this::add);
      case OpPropFunc function -> {
        add(function.getSubjectArgs().asExprList());
        add(function.getObjectArgs().asExprList());
      }
      case OpProcedure procedure -> add(procedure.getArgs());
      default -> {}
    }
  }

  private void addParts(Expr expr) {
    switch (expr) {
      case ExprFunctionOp exists -> add(exists.getGraphPattern());
      case ExprFunction function -> function.getArgs().forEach(this::add);
      case ExprAggregator aggregator -> add(aggregator.getAggregator().getExprList());
      default -> {}
    }
  }

  private void add(VarExprList assignments) {
    assignments.forEachExpr((_, expr) -> add(expr));
  }

  private void add(@Nullable ExprList expressions) {
    if (expressions != null) {
      expressions.forEach(this::add);
    }
  }

  private void add(SortCondition condition) {
    add(condition.getExpression());
  }

  private void add(@Nullable Op op) {
    if (op != null) {
      left.push(op);
    }
  }

  private void add(@Nullable Expr expr) {
    if (expr != null) {
      left.push(expr);
    }
  }
}
