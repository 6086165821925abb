package org.techrace.store.query;

import java.util.List;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.query.join.GroupParser;
import org.techrace.store.query.text.FilterRows;

/// Detects expressions and operators that several threads of a query may evaluate: they run on ids
/// without ARQ's operators, and have the same result whichever thread evaluates them first.
final class Concurrent {
  private Concurrent() {}

  /// Returns true if threads may filter rows by an expression.
  static boolean test(Expr expr) {
    if (!FilterRows.hasPattern(expr)) {
      return FilterRows.isFunction(expr);
    }
    return switch (Condition.of(expr)) {
      case Condition.Exists exists -> {
        Op pattern = ExistsPattern.simplified(exists.pattern());
        yield RowWise.testExists(pattern) && test(pattern);
      }
      case Condition.Either either -> testAll(either.alternatives());
      case Condition.All all -> testAll(all.parts());
      case Condition.Other _ -> false;
    };
  }

  /// Returns true if threads may apply OPTIONAL or MINUS to rows.
  static boolean testRight(Op op) {
    return switch (op) {
      case OpConditional optional ->
          RowWise.testExists(optional.getRight()) && test(optional.getRight());
      case OpLeftJoin optional -> test(optional.getRight()) && testAll(list(optional));
      case OpMinus minus -> test(minus.getRight());
      default -> false;
    };
  }

  private static List<Expr> list(OpLeftJoin optional) {
    return optional.getExprs() == null ? List.of() : optional.getExprs().getList();
  }

  private static boolean test(Op op) {
    return switch (op) {
      case OpBGP _, OpTriple _ -> true;
      case OpFilter filter -> testAll(filter.getExprs().getList()) && test(filter.getSubOp());
      case OpSequence sequence -> sequence.getElements().stream().allMatch(Concurrent::test);
      case OpJoin join ->
          GroupParser.isIndependent(join) && test(join.getLeft()) && test(join.getRight());
      case OpConditional optional -> test(optional.getLeft()) && testRight(optional);
      case OpLeftJoin optional -> test(optional.getLeft()) && testRight(optional);
      case OpMinus minus -> test(minus.getLeft()) && testRight(minus);
      case OpUnion union ->
          RowWise.testExists(union) && test(union.getLeft()) && test(union.getRight());
      case OpExtend extend ->
          testAll(extend.getVarExprList().getExprs().values()) && test(extend.getSubOp());
      case OpProject project -> RowWise.testExists(project) && test(project.getSubOp());
      default -> false;
    };
  }

  private static boolean testAll(Iterable<Expr> expressions) {
    for (Expr expr : expressions) {
      if (!test(expr)) {
        return false;
      }
    }
    return true;
  }

  /// Returns a copy of an expression for one thread, because some keep what they have looked up. An
  /// expression with EXISTS is not copied.
  static Expr copy(Expr expr) {
    return FilterRows.hasPattern(expr) ? expr : expr.deepCopy();
  }

  /// Returns a copy of assignments for one thread.
  static VarExprList copy(VarExprList assignments) {
    VarExprList copy = new VarExprList();
    assignments.forEachVarExpr((v, e) -> copy.add(v, e == null ? null : copy(e)));
    return copy;
  }
}
