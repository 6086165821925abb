package org.techrace.store.query.join;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.op.OpAssign;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpDistinct;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.algebra.op.OpOrder;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpReduced;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpSlice;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpTopN;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;

/// Detects operators whose parts return the same rows with and without input from other parts.
/// Excluded are conditions that read a variable from outside their own pattern, SERVICE, and
/// property functions: they keep the order of the query.
public final class IndependentOperators {
  private IndependentOperators() {}

  /// Returns true if no operator has other rows with input.
  public static boolean test(Op op) {
    return test(op, Set.of());
  }

  /// Tests an operator.
  ///
  /// @param given variables that conditions may read in addition to those of their own pattern
  private static boolean test(Op op, Set<Var> given) {
    return switch (op) {
      case OpBGP _, OpTriple _, OpPath _, OpTable _ -> true;
      case OpSequence sequence -> sequence.getElements().stream().allMatch(e -> test(e, given));
      case OpJoin join -> test(join.getLeft(), given) && test(join.getRight(), given);
      case OpUnion union -> test(union.getLeft(), given) && test(union.getRight(), given);
      case OpMinus minus -> test(minus.getLeft(), given) && test(minus.getRight(), Set.of());
      case OpConditional optional ->
          test(optional.getLeft(), given)
              && test(optional.getRight(), with(given, optional.getLeft()));
      case OpLeftJoin optional ->
          test(optional.getLeft(), given)
              && test(optional.getRight(), Set.of())
              && (optional.getExprs() == null
                  || reads(optional.getExprs().getList(), with(given, optional)));
      case OpFilter filter ->
          test(filter.getSubOp(), given)
              && reads(filter.getExprs().getList(), with(given, filter.getSubOp()));
      case OpExtend extend ->
          test(extend.getSubOp(), given)
              && reads(extend.getVarExprList().getExprs().values(), with(given, extend));
      case OpAssign assign ->
          test(assign.getSubOp(), given)
              && reads(assign.getVarExprList().getExprs().values(), with(given, assign));
      case OpGraph graph -> test(graph.getSubOp(), given);
      case OpProject project -> test(project.getSubOp(), Set.of());
      case OpDistinct distinct -> test(distinct.getSubOp(), Set.of());
      case OpReduced reduced -> test(reduced.getSubOp(), Set.of());
      case OpGroup group -> test(group.getSubOp(), Set.of());
      case OpOrder order -> test(order.getSubOp(), Set.of());
      case OpTopN top -> test(top.getSubOp(), Set.of());
      case OpSlice slice -> test(slice.getSubOp(), Set.of());
      default -> false;
    };
  }

  private static Set<Var> with(Set<Var> given, Op op) {
    Set<Var> variables = new HashSet<>(given);
    variables.addAll(OpVars.visibleVars(op));
    return variables;
  }

  private static boolean reads(Collection<Expr> expressions, Set<Var> variables) {
    return expressions.stream().allMatch(e -> variables.containsAll(e.getVarsMentioned()));
  }
}
