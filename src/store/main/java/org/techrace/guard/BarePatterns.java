package org.techrace.guard;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.op.Op0;
import org.apache.jena.sparql.algebra.op.OpExtendAssign;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.core.Substitute;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.expr.E_Exists;
import org.apache.jena.sparql.expr.E_NotExists;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.ExprTransformCopy;
import org.apache.jena.sparql.graph.NodeTransform;
import org.apache.jena.sparql.graph.NodeTransformLib;
import org.apache.jena.sparql.syntax.Element;

/// Makes EXISTS a condition on algebra only. When ARQ replaces a variable in it, it makes the
/// syntax of the pattern from the algebra and changes that, too, for each level of nesting again,
/// so that the time doubles with each level.
final class BarePatterns extends ExprTransformCopy {
  @Override
  public Expr transform(ExprFunctionOp exists, ExprList args, Op pattern) {
    return switch (exists) {
      case E_Exists _ -> new Exists(pattern);
      case E_NotExists _ -> new NotExists(pattern);
      default -> super.transform(exists, args, pattern);
    };
  }

  /// Returns true if the values of a row replace no variable of a pattern. ARQ replaces them in the
  /// pattern before it asks EXISTS to replace them.
  private static boolean isApart(Op pattern, Binding row) {
    Set<Var> variables = new HashSet<>();
    AlgebraParts.visit(
        pattern,
        op -> {
          switch (op) {
            case Op0 leaf -> variables.addAll(OpVars.visibleVars(leaf));
            case OpExtendAssign assign -> variables.addAll(assign.getVarExprList().getVars());
            case OpGraph graph when Var.isVar(graph.getNode()) ->
                variables.add(Var.alloc(graph.getNode()));
            default -> {}
          }
        },
        expr -> {
          if (expr.isVariable()) {
            variables.add(expr.asVar());
          }
        });
    return Collections.disjoint(variables, row.varsMentioned());
  }

  private static final class Exists extends E_Exists {
    Exists(Op pattern) {
      super(null, pattern);
    }

    @Override
    public ExprFunctionOp copy(ExprList args, Op pattern) {
      return new Exists(pattern);
    }

    @Override
    protected Expr copy(Element syntax, Op pattern) {
      return new Exists(pattern);
    }

    @Override
    public Expr copySubstitute(Binding row) {
      Op pattern = getGraphPattern();
      return isApart(pattern, row) ? this : new Exists(Substitute.substitute(pattern, row));
    }

    @Override
    public Expr applyNodeTransform(NodeTransform transform) {
      return new Exists(NodeTransformLib.transform(transform, getGraphPattern()));
    }
  }

  private static final class NotExists extends E_NotExists {
    NotExists(Op pattern) {
      super(null, pattern);
    }

    @Override
    public ExprFunctionOp copy(ExprList args, Op pattern) {
      return new NotExists(pattern);
    }

    @Override
    protected Expr copy(Element syntax, Op pattern) {
      return new NotExists(pattern);
    }

    @Override
    public Expr copySubstitute(Binding row) {
      Op pattern = getGraphPattern();
      return isApart(pattern, row) ? this : new NotExists(Substitute.substitute(pattern, row));
    }

    @Override
    public Expr applyNodeTransform(NodeTransform transform) {
      return new NotExists(NodeTransformLib.transform(transform, getGraphPattern()));
    }
  }
}
