package org.techrace.guard;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.query.ARQ;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVisitorByTypeBase;
import org.apache.jena.sparql.algebra.Transform;
import org.apache.jena.sparql.algebra.TransformCopy;
import org.apache.jena.sparql.algebra.Transformer;
import org.apache.jena.sparql.algebra.op.Op0;
import org.apache.jena.sparql.algebra.op.Op1;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpExt;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpN;
import org.apache.jena.sparql.algebra.optimize.ExprTransformConstantFold;
import org.apache.jena.sparql.algebra.optimize.OptimizerStd;
import org.apache.jena.sparql.algebra.optimize.TransformFilterDisjunction;
import org.apache.jena.sparql.algebra.optimize.TransformFilterEquality;
import org.apache.jena.sparql.algebra.optimize.TransformFilterImplicitJoin;
import org.apache.jena.sparql.algebra.optimize.TransformFilterPlacement;
import org.apache.jena.sparql.algebra.optimize.TransformImplicitLeftJoin;
import org.apache.jena.sparql.algebra.optimize.TransformJoinStrategy;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.util.Context;

/// ARQ's optimizer without the parts whose time grows faster than the query, and that stops when
/// the query is cancelled. ARQ folds the constants in a pattern of EXISTS twice, so that its time
/// doubles with each level of nesting, and it compares the variables of all joined parts for each
/// join.
public final class LinearOptimizer extends OptimizerStd {
  /// The greatest number of operators in a join whose operands ARQ may compare. It makes a join of
  /// more operators no sequence.
  private static final int MAX_JOINED = 500;

  private final Context context;
  private final AtomicBoolean stop;

  /// @param context the context of the query, with its cancel signal
  public LinearOptimizer(Context context) {
    super(context);
    this.context = context;
    this.stop = Context.getOrSetCancelSignal(context);
  }

  @Override
  public Op rewrite(Op op) {
    return super.rewrite(Transformer.transform(new TransformCopy(), new BarePatterns(), op));
  }

  @Override
  protected Op transformExprConstantFolding(Op op) {
    return Transformer.transform(
        new TransformCopy(), new ConstantFolding(), op, new StopCheck(), null);
  }

  @Override
  protected Op transformFilterImplicitJoin(Op op) {
    return transformed(op, new TransformFilterImplicitJoin());
  }

  @Override
  protected Op transformFilterImplicitLeftJoin(Op op) {
    return transformed(op, new TransformImplicitLeftJoin());
  }

  @Override
  protected Op transformFilterDisjunction(Op op) {
    return transformed(op, new TransformFilterDisjunction());
  }

  @Override
  protected Op transformJoinStrategy(Op op) {
    return transformed(op, new JoinStrategy());
  }

  @Override
  protected Op transformFilterPlacement(Op op) {
    return context.isTrue(ARQ.optFilterPlacementConservative)
        ? super.transformFilterPlacement(op)
        : transformed(
            op, new TransformFilterPlacement(context.isTrueOrUndef(ARQ.optFilterPlacementBGP)));
  }

  @Override
  protected Op transformFilterEquality(Op op) {
    return transformed(op, new TransformFilterEquality());
  }

  private Op transformed(Op op, Transform transform) {
    return Transformer.transformSkipService(transform, null, op, new StopCheck(), null);
  }

  /// ARQ's constant folding, without another pass over the pattern of EXISTS: the transformer has
  /// folded it already.
  private static final class ConstantFolding extends ExprTransformConstantFold {
    @Override
    @SuppressWarnings("ReferenceEquality") // unchanged patterns are the same objects
    public Expr transform(ExprFunctionOp exists, ExprList args, Op pattern) {
      return pattern == exists.getGraphPattern() ? exists : exists.copy(args, pattern);
    }
  }

  private static final class JoinStrategy extends TransformJoinStrategy {
    @Override
    public Op transform(OpJoin join, Op left, Op right) {
      return isSmall(join) ? super.transform(join, left, right) : join.copy(left, right);
    }

    @Override
    public Op transform(OpLeftJoin join, Op left, Op right) {
      return isSmall(join) ? super.transform(join, left, right) : join.copy(left, right);
    }

    private static boolean isSmall(Op2 join) {
      int[] operators = {0};
      AlgebraParts.visit(join, _ -> operators[0]++, _ -> {});
      return operators[0] <= MAX_JOINED;
    }
  }

  /// Is called before each operator.
  private final class StopCheck extends OpVisitorByTypeBase {
    private void check() {
      if (stop.get()) {
        throw new QueryCancelledException();
      }
    }

    @Override
    protected void visit0(Op0 op) {
      check();
    }

    @Override
    protected void visit1(Op1 op) {
      check();
    }

    @Override
    protected void visit2(Op2 op) {
      check();
    }

    @Override
    protected void visitN(OpN op) {
      check();
    }

    @Override
    protected void visitFilter(OpFilter op) {
      check();
    }

    @Override
    protected void visitLeftJoin(OpLeftJoin op) {
      check();
    }

    @Override
    protected void visitExt(OpExt op) {
      check();
    }
  }
}
