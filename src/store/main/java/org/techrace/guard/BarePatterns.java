package org.techrace.guard;

import org.apache.jena.sparql.algebra.Op;
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

/// Makes EXISTS a condition on algebra only. When ARQ puts the values of a row into a query, its
/// walker replaces the variables in patterns of EXISTS, and then `copySubstitute` would replace
/// them again, in the algebra and in syntax made from it. At each level of nesting the time would
/// double, so these conditions do nothing when they are asked a second time.
final class BarePatterns extends ExprTransformCopy {
  @Override
  public Expr transform(ExprFunctionOp exists, ExprList args, Op pattern) {
    return switch (exists) {
      case E_Exists _ -> new Exists(pattern);
      case E_NotExists _ -> new NotExists(pattern);
      default -> super.transform(exists, args, pattern);
    };
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
      return this;
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
      return this;
    }

    @Override
    public Expr applyNodeTransform(NodeTransform transform) {
      return new NotExists(NodeTransformLib.transform(transform, getGraphPattern()));
    }
  }
}
