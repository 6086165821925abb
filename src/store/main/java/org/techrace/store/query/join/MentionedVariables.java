package org.techrace.store.query.join;

import java.util.HashSet;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.op.Op0;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpExt;
import org.apache.jena.sparql.algebra.op.OpExtendAssign;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpUnfold;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprTripleTerm;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.ExprVars;
import org.techrace.guard.AlgebraParts;

/// Collects all variables that an operator or an expression mentions, including those in the
/// patterns of EXISTS.
public final class MentionedVariables {
  private final Set<Var> variables = new HashSet<>();

  private MentionedVariables() {}

  /// Returns the variables of an operator.
  public static Set<Var> of(Op op) {
    MentionedVariables mentioned = new MentionedVariables();
    mentioned.add(op);
    return mentioned.variables;
  }

  static Set<Var> of(Expr expr) {
    MentionedVariables mentioned = new MentionedVariables();
    mentioned.add(expr);
    return mentioned.variables;
  }

  /// Returns the variables that OPTIONAL or MINUS reads of its left side.
  static Set<Var> ofRight(Op op) {
    MentionedVariables mentioned = new MentionedVariables();
    mentioned.add(op instanceof Op2 joined ? joined.getRight() : op);
    if (op instanceof OpLeftJoin join && join.getExprs() != null) {
      join.getExprs().forEach(mentioned::add);
    }
    return mentioned.variables;
  }

  private void add(Op op) {
    AlgebraParts.visit(op, this::addNames, this::addNames);
  }

  private void add(Expr expr) {
    AlgebraParts.visit(expr, this::addNames, this::addNames);
  }

  /// Adds the variables of an operator without those of its parts.
  private void addNames(Op op) {
    switch (op) {
      case Op0 pattern -> variables.addAll(OpVars.visibleVars(pattern));
      case OpGraph graph when Var.isVar(graph.getNode()) ->
          variables.add(Var.alloc(graph.getNode()));
      case OpProject project -> variables.addAll(project.getVars());
      case OpGroup group -> {
        variables.addAll(group.getGroupVars().getVars());
        group.getAggregators().forEach(aggregator -> variables.add(aggregator.getVar()));
      }
      case OpExtendAssign assign -> variables.addAll(assign.getVarExprList().getVars());
      case OpUnfold unfold -> {
        variables.add(unfold.getVar1());
        if (unfold.getVar2() != null) {
          variables.add(unfold.getVar2());
        }
      }
      case OpExt other when other.effectiveOp() == null ->
          variables.addAll(OpVars.visibleVars(other));
      default -> {}
    }
  }

  private void addNames(Expr expr) {
    if (expr instanceof ExprVar || expr instanceof ExprTripleTerm) {
      variables.addAll(ExprVars.getVarsMentioned(expr));
    }
  }
}
