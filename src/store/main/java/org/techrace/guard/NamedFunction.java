package org.techrace.guard;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryException;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.expr.E_Function;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.function.FunctionEnv;
import org.apache.jena.vocabulary.XSD;

/// A function with an IRI: a cast, an XPath function or one of GeoSPARQL. Ends the query if it was
/// stopped. Refuses results that are too large, and turns any exception of the implementation into
/// an error of the expression.
final class NamedFunction extends E_Function {
  private static final String FN = "http://www.w3.org/2005/xpath-functions#";
  private static final String MATH = "http://www.w3.org/2005/xpath-functions/math#";

  /// The length of the longest compatibility decomposition of one character, U+FDFA (Unicode
  /// Standard Annex 15).
  private static final int MAX_DECOMPOSITION = 18;

  private final AtomicBoolean stop;

  /// @param stop set to true to end the query
  NamedFunction(String iri, ExprList args, AtomicBoolean stop) {
    super(iri, guarded(iri, args));
    this.stop = stop;
  }

  private static ExprList guarded(String iri, ExprList args) {
    ExprList guarded = new ExprList();
    for (int i = 0; i < args.size(); i++) {
      guarded.add(argument(iri, i, args.get(i)));
    }
    return guarded;
  }

  private static Expr argument(String iri, int place, Expr argument) {
    if (argument instanceof CastArgument
        || argument instanceof TextFunctions.Limited
        || argument instanceof NumberOfDigits) {
      return argument; // the function is a copy and has guarded arguments already
    }
    if (iri.startsWith(XSD.NS) && !iri.equals(XSD.xstring.getURI())) {
      return new CastArgument(argument);
    }
    if (place == 0 ? iri.equals(MATH + "exp10") : place == 1 && iri.startsWith(FN + "round")) {
      return new NumberOfDigits(argument);
    }
    if (place == 0 && iri.equals(FN + "encode-for-uri")) {
      return new TextFunctions.Limited(
          argument, "fn:encode-for-uri", TextFunctions.MAX_ENCODED_LENGTH);
    }
    return place == 0 && iri.equals(FN + "normalize-unicode")
        ? new TextFunctions.Limited(
            argument, "fn:normalize-unicode", Budget.MAX_STRING_LENGTH / MAX_DECOMPOSITION)
        : argument;
  }

  @Override
  public NodeValue evalSpecial(Binding binding, FunctionEnv env) {
    if (stop.get()) {
      throw new QueryCancelledException();
    }
    try {
      return Numbers.checked(evaluate(binding, env));
    } catch (QueryException | QueryRefusedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ExprEvalException("<" + getFunctionIRI() + "> cannot be evaluated", e);
    }
  }

  private NodeValue evaluate(Binding binding, FunctionEnv env) {
    if (args.size() == 2 && getFunctionIRI().equals(MATH + "pow")) {
      List<NodeValue> values = evaluated(binding, env);
      return NumberFunctions.power(values.get(0), values.get(1));
    }
    if ((args.size() == 2 || args.size() == 3) && getFunctionIRI().equals(FN + "format-number")) {
      return NumberFunctions.formatted(evaluated(binding, env));
    }
    if (args.size() == 2 && getFunctionIRI().equals(FN + "numeric-integer-divide")) {
      List<NodeValue> values = evaluated(binding, env);
      return NumberFunctions.wholeQuotient(values.get(0), values.get(1));
    }
    return super.evalSpecial(binding, env);
  }

  private List<NodeValue> evaluated(Binding binding, FunctionEnv env) {
    return args.getList().stream().map(arg -> arg.eval(binding, env)).toList();
  }

  @Override
  public Expr copy(ExprList newArgs) {
    return new NamedFunction(getFunctionIRI(), newArgs, stop);
  }

  /// The argument that sets a number of digits: returns it unchanged, or refuses a number that is
  /// too large.
  private static final class NumberOfDigits extends ExprFunction1 {
    NumberOfDigits(Expr expression) {
      super(expression, "digits");
    }

    @Override
    public NodeValue eval(NodeValue value) {
      Numbers.check(value.isNumber() ? Math.abs(value.getDouble()) : 0);
      return value;
    }

    @Override
    public Expr copy(Expr expression) {
      return new NumberOfDigits(expression);
    }
  }
}
