package org.techrace.guard;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.TransformCopy;
import org.apache.jena.sparql.algebra.Transformer;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.optimize.Rewrite;
import org.apache.jena.sparql.algebra.optimize.RewriteFactory;
import org.apache.jena.sparql.expr.E_Add;
import org.apache.jena.sparql.expr.E_DateTimeDay;
import org.apache.jena.sparql.expr.E_DateTimeHours;
import org.apache.jena.sparql.expr.E_DateTimeMinutes;
import org.apache.jena.sparql.expr.E_DateTimeMonth;
import org.apache.jena.sparql.expr.E_DateTimeSeconds;
import org.apache.jena.sparql.expr.E_DateTimeTZ;
import org.apache.jena.sparql.expr.E_DateTimeTimezone;
import org.apache.jena.sparql.expr.E_DateTimeYear;
import org.apache.jena.sparql.expr.E_Divide;
import org.apache.jena.sparql.expr.E_Function;
import org.apache.jena.sparql.expr.E_IRI;
import org.apache.jena.sparql.expr.E_IRI2;
import org.apache.jena.sparql.expr.E_Multiply;
import org.apache.jena.sparql.expr.E_NumRound;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.E_StrAfter;
import org.apache.jena.sparql.expr.E_StrBefore;
import org.apache.jena.sparql.expr.E_StrConcat;
import org.apache.jena.sparql.expr.E_StrContains;
import org.apache.jena.sparql.expr.E_StrDatatype;
import org.apache.jena.sparql.expr.E_StrEncodeForURI;
import org.apache.jena.sparql.expr.E_StrLowerCase;
import org.apache.jena.sparql.expr.E_StrReplace;
import org.apache.jena.sparql.expr.E_StrUpperCase;
import org.apache.jena.sparql.expr.E_Subtract;
import org.apache.jena.sparql.expr.E_TripleFn;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprFunction3;
import org.apache.jena.sparql.expr.ExprFunctionN;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.ExprTransformCopy;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcat;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcatDistinct;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.apache.jena.sparql.util.Context;
import org.jspecify.annotations.Nullable;

/// Makes a query stoppable. ARQ checks its stop signal between solutions, and the store checks it
/// in paths. This class adds checks for work inside one expression that can be long or grow without
/// limit: regular expressions, strings and large numbers. It rewrites the query before and after
/// ARQ's optimiser.
///
/// A guard may be used for many executions of one query, also at the same time. The optimiser takes
/// as long as a small query, so the engine can keep its result here.
public final class Guard implements RewriteFactory {
  /// The maximum length of a string that a query creates, in characters.
  public static final int MAX_STRING_LENGTH = Budget.MAX_STRING_LENGTH;

  static {
    ExactDatatypes.install();
  }

  private final AtomicReference<@Nullable Op> kept = new AtomicReference<>();

  /// True if the rewritten query contains the stop signal or a counter of one execution.
  private volatile boolean ofOneExecution;

  /// Returns the optimized query that [#keep] has kept, or null.
  public @Nullable Op kept() {
    return kept.get();
  }

  /// Keeps the optimized query for its next executions. Does nothing if another one is kept, or if
  /// the query contains the stop signal or a counter of this execution.
  public void keep(Op optimized) {
    if (!ofOneExecution) {
      kept.compareAndSet(null, optimized);
    }
  }

  @Override
  public Rewrite create(Context context) {
    AtomicBoolean stop = Context.getOrSetCancelSignal(context);
    Rewrite optimiser = new LinearOptimizer(context);
    // Rewrite expressions first, because the optimiser evaluates constant ones. Add the counters of
    // aggregates afterwards: the optimiser would evaluate them once and drop them.
    return op -> Transformer.transform(new Aggregates(), optimiser.rewrite(expressions(op, stop)));
  }

  private Op expressions(Op op, AtomicBoolean stop) {
    return Transformer.transform(new TransformCopy(), new Expressions(stop), op);
  }

  private final class Expressions extends ExprTransformCopy {
    private final AtomicBoolean stop;

    Expressions(AtomicBoolean stop) {
      this.stop = stop;
    }

    /// Returns the stop signal of the execution.
    private AtomicBoolean signal() {
      ofOneExecution = true;
      return stop;
    }

    @Override
    public Expr transform(ExprFunctionN function, ExprList args) {
      return switch (function) {
        case E_Regex _ -> new TextFunctions.Regex(args, signal());
        case E_StrReplace _ -> new TextFunctions.Replace(args, signal());
        case E_StrConcat _ -> new TextFunctions.Concat(args);
        case E_Function named when named.getFunctionIRI().equals(TextFunctions.UPPER_CASE) ->
            new TextFunctions.Upper(args.get(0));
        case E_Function named when named.getFunctionIRI().equals(TextFunctions.LOWER_CASE) ->
            new TextFunctions.Lower(args.get(0));
        case E_Function named -> new NamedFunction(named.getFunctionIRI(), args, signal());
        default -> super.transform(function, args);
      };
    }

    @Override
    public Expr transform(ExprFunction1 function, Expr argument) {
      return switch (function) {
        case E_Str _ -> new TermText(argument);
        case E_StrUpperCase _ -> new TextFunctions.Upper(argument);
        case E_StrLowerCase _ -> new TextFunctions.Lower(argument);
        case E_NumRound _ -> new NumberFunctions.Round(argument);
        case E_StrEncodeForURI _ ->
            new E_StrEncodeForURI(
                new TextFunctions.Limited(
                    argument, "ENCODE_FOR_URI", TextFunctions.MAX_ENCODED_LENGTH));
        case E_IRI iri ->
            iri.copy(new TextFunctions.Limited(argument, "IRI", TextFunctions.MAX_IRI_LENGTH));
        case E_DateTimeYear _,
            E_DateTimeMonth _,
            E_DateTimeDay _,
            E_DateTimeHours _,
            E_DateTimeMinutes _,
            E_DateTimeSeconds _,
            E_DateTimeTimezone _,
            E_DateTimeTZ _ ->
            function.copy(new LiteralArgument(argument));
        default -> super.transform(function, argument);
      };
    }

    @Override
    public Expr transform(ExprFunction2 function, Expr left, Expr right) {
      return switch (function) {
        case E_Add _ -> new NumberFunctions.Add(left, right);
        case E_Subtract _ -> new NumberFunctions.Subtract(left, right);
        case E_Multiply _ -> new NumberFunctions.Multiply(left, right);
        case E_Divide _ -> new NumberFunctions.Divide(left, right);
        case E_IRI2 iri ->
            iri.copy(left, new TextFunctions.Limited(right, "IRI", TextFunctions.MAX_IRI_LENGTH));
        case E_StrDatatype _ -> new TextFunctions.TypedLiteral(new CastArgument(left), right);
        case E_StrContains _ -> TextFunctions.Search.guarded(new E_StrContains(left, right));
        case E_StrBefore _ -> TextFunctions.Search.guarded(new E_StrBefore(left, right));
        case E_StrAfter _ -> TextFunctions.Search.guarded(new E_StrAfter(left, right));
        default -> super.transform(function, left, right);
      };
    }

    @Override
    public Expr transform(ExprFunction3 function, Expr first, Expr second, Expr third) {
      return function instanceof E_TripleFn
          ? new TextFunctions.TripleTerm(first, second, third)
          : super.transform(function, first, second, third);
    }
  }

  /// Limits the total length of the strings that GROUP_CONCAT joins.
  private final class Aggregates extends TransformCopy {
    private final Budget concatenated = new Budget();

    @Override
    public Op transform(OpGroup group, Op pattern) {
      List<ExprAggregator> aggregators =
          group.getAggregators().stream().map(this::counted).toList();
      return OpGroup.create(pattern, group.getGroupVars(), aggregators);
    }

    private ExprAggregator counted(ExprAggregator of) {
      return switch (of.getAggregator()) {
        case AggGroupConcat all -> counted(of, all.getSeparator());
        case AggGroupConcatDistinct once -> counted(of, once.getSeparator());
        default -> of;
      };
    }

    /// Wraps the expression of an aggregate.
    ///
    /// @param separator the separator, or null for the default, a space
    private ExprAggregator counted(ExprAggregator of, @Nullable String separator) {
      ofOneExecution = true;
      Aggregator aggregator = of.getAggregator();
      Expr expression = aggregator.getExprList().get(0);
      int between = separator == null ? 1 : separator.length();
      Expr counted = new CountedText(expression, concatenated, between);
      return new ExprAggregator(of.getVar(), aggregator.copy(new ExprList(counted)));
    }
  }
}
