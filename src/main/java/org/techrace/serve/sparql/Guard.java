package org.techrace.serve.sparql;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.TransformCopy;
import org.apache.jena.sparql.algebra.Transformer;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.optimize.Optimize;
import org.apache.jena.sparql.algebra.optimize.Rewrite;
import org.apache.jena.sparql.algebra.optimize.RewriteFactory;
import org.apache.jena.sparql.expr.E_Multiply;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_StrConcat;
import org.apache.jena.sparql.expr.E_StrReplace;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprFunctionN;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.ExprTransformCopy;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcat;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcatDistinct;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.apache.jena.sparql.util.Context;

/// Makes a query stoppable. ARQ looks at its stop signal between solutions, and the store looks
/// while it walks a path; what can run long or grow without bound inside one expression (regular
/// expressions, strings and numbers that double) gets a look of its own here. The rewriting takes
/// place before ARQ's optimiser.
final class Guard implements RewriteFactory {

  @Override
  public Rewrite create(Context context) {
    AtomicBoolean stop = Context.getOrSetCancelSignal(context);
    Rewrite optimiser = Optimize.stdOptimizationFactory.create(context);
    // Expressions first, since the optimiser evaluates those that are constant.
    return op -> optimiser.rewrite(expressions(op, stop));
  }

  private static Op expressions(Op op, AtomicBoolean stop) {
    return Transformer.transform(new Aggregates(), new Expressions(stop), op);
  }

  private static final class Expressions extends ExprTransformCopy {
    private final AtomicBoolean stop;

    Expressions(AtomicBoolean stop) {
      this.stop = stop;
    }

    @Override
    public Expr transform(ExprFunctionN function, ExprList args) {
      return switch (function) {
        case E_Regex regex -> new GuardedFunctions.Regex(args, stop);
        case E_StrReplace replace -> new GuardedFunctions.Replace(args, stop);
        case E_StrConcat concat -> new GuardedFunctions.Concat(args);
        default -> super.transform(function, args);
      };
    }

    @Override
    public Expr transform(ExprFunction2 function, Expr left, Expr right) {
      return function instanceof E_Multiply
          ? new GuardedFunctions.Multiply(left, right)
          : super.transform(function, left, right);
    }
  }

  /// Counts what GROUP_CONCAT puts together.
  private static final class Aggregates extends TransformCopy {
    private final Budget concatenated = new Budget();

    @Override
    public Op transform(OpGroup group, Op pattern) {
      List<ExprAggregator> aggregators =
          group.getAggregators().stream().map(this::counted).toList();
      return OpGroup.create(pattern, group.getGroupVars(), aggregators);
    }

    private ExprAggregator counted(ExprAggregator of) {
      Aggregator aggregator = of.getAggregator();
      boolean concatenates =
          aggregator instanceof AggGroupConcat || aggregator instanceof AggGroupConcatDistinct;
      if (!concatenates) {
        return of;
      }
      Expr expression = aggregator.getExprList().get(0);
      ExprList counted = new ExprList(new GuardedFunctions.Counted(expression, concatenated));
      return new ExprAggregator(of.getVar(), aggregator.copy(counted));
    }
  }
}
