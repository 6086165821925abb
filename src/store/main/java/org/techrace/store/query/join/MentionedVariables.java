package org.techrace.store.query.join;

import java.util.HashSet;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.OpVisitorBase;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.expr.ExprVisitorBase;

/// Collects all variables that an operator or an expression mentions, including those in the
/// patterns of EXISTS.
public final class MentionedVariables extends ExprVisitorBase {
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
    variables.addAll(OpVars.mentionedVars(op));
    variables.addAll(OpVars.visibleVars(op)); // those of BIND are not among the others
    Walker.walk(op, new OpVisitorBase(), this);
  }

  private void add(Expr expr) {
    variables.addAll(expr.getVarsMentioned());
    Walker.walk(expr, this);
  }

  @Override
  public void visit(ExprFunctionOp exists) {
    add(exists.getGraphPattern());
  }
}
