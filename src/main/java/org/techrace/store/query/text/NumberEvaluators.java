package org.techrace.store.query.text;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.sparql.expr.E_Add;
import org.apache.jena.sparql.expr.E_Divide;
import org.apache.jena.sparql.expr.E_Function;
import org.apache.jena.sparql.expr.E_Multiply;
import org.apache.jena.sparql.expr.E_NumAbs;
import org.apache.jena.sparql.expr.E_NumCeiling;
import org.apache.jena.sparql.expr.E_NumFloor;
import org.apache.jena.sparql.expr.E_NumRound;
import org.apache.jena.sparql.expr.E_Subtract;
import org.apache.jena.sparql.expr.E_UnaryMinus;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.CastArgument;
import org.techrace.store.Section;
import org.techrace.store.query.text.Value.Exact;
import org.techrace.store.query.text.Value.Text;
import org.techrace.store.query.text.Value.Truth;

/// Compiles functions on numbers, and casts. Integers and decimals of few digits are computed in
/// millionths; ARQ evaluates the functions for other arguments.
final class NumberEvaluators {
  /// The largest absolute value of a result.
  private static final long MAX_RESULT = 1L << 61;

  private static final Set<String> CASTS =
      Stream.of(
              XSD.integer,
              XSD.decimal,
              XSD.xdouble,
              XSD.xfloat,
              XSD.xstring,
              XSD.xboolean,
              XSD.date,
              XSD.dateTime)
          .map(Resource::getURI)
          .collect(Collectors.toUnmodifiableSet());

  private final Values values;
  private final ArqFunctions arq;

  NumberEvaluators(Values values, ArqFunctions arq) {
    this.values = values;
    this.arq = arq;
  }

  /// Compiles a function, or returns empty for one that is not known here.
  ///
  /// @param operand compiles an argument
  Optional<Evaluator> compile(Expr expr, Function<Expr, Evaluator> operand) {
    return switch (expr) {
      case E_Add e -> Optional.of(sum(e, operand, Long::sum));
      case E_Subtract e -> Optional.of(sum(e, operand, (x, y) -> x - y));
      case E_Multiply e -> Optional.of(product(e, operand));
      case E_Divide e -> Optional.of(quotient(e, operand));
      case E_UnaryMinus e -> Optional.of(ofOne(e, operand, x -> -x));
      case E_NumAbs e -> Optional.of(ofOne(e, operand, Math::abs));
      case E_NumFloor e -> Optional.of(rounded(e, operand, NumberEvaluators::floor));
      case E_NumCeiling e -> Optional.of(rounded(e, operand, x -> -floor(-x)));
      case E_NumRound e -> Optional.of(rounded(e, operand, x -> floor(x + Values.MILLION / 2)));
      case E_Function f when f.getArgs().size() == 1 && CASTS.contains(f.getFunctionIRI()) ->
          Optional.of(cast(f, operand));
      default -> Optional.empty();
    };
  }

  private static long floor(long millionths) {
    return Math.floorDiv(millionths, Values.MILLION) * Values.MILLION;
  }

  private Evaluator ofOne(
      ExprFunction1 function, Function<Expr, Evaluator> operand, LongUnaryOperator compute) {
    return operand
        .apply(function.getArg())
        .then(
            value -> {
              Exact number = values.number(value);
              return number == null
                  ? arq.apply(function, value)
                  : new Exact(compute.applyAsLong(number.millionths()), number.decimal());
            });
  }

  /// Compiles a function that returns integers as they are.
  private Evaluator rounded(
      ExprFunction1 function, Function<Expr, Evaluator> operand, LongUnaryOperator round) {
    return operand
        .apply(function.getArg())
        .then(
            value -> {
              Exact number = values.number(value);
              if (number == null) {
                return arq.apply(function, value);
              }
              return number.decimal()
                  ? new Exact(round.applyAsLong(number.millionths()), true)
                  : value;
            });
  }

  private Evaluator sum(
      ExprFunction2 function, Function<Expr, Evaluator> operand, LongBinaryOperator compute) {
    return ofTwo(
        function,
        operand,
        (x, y) -> {
          long result = compute.applyAsLong(x.millionths(), y.millionths());
          return Math.abs(result) > MAX_RESULT
              ? null
              : new Exact(result, x.decimal() || y.decimal());
        });
  }

  /// Compiles a product. Products with more than 6 digits after the point are left to ARQ.
  private Evaluator product(E_Multiply function, Function<Expr, Evaluator> operand) {
    return ofTwo(
        function,
        operand,
        (x, y) -> {
          long high = Math.multiplyHigh(x.millionths(), y.millionths());
          long product = x.millionths() * y.millionths();
          boolean fits = high == product >> (Long.SIZE - 1) && product % Values.MILLION == 0;
          return fits ? new Exact(product / Values.MILLION, x.decimal() || y.decimal()) : null;
        });
  }

  private Evaluator quotient(E_Divide function, Function<Expr, Evaluator> operand) {
    return ofTwo(function, operand, (_, _) -> null);
  }

  /// Computes a number, or returns null if ARQ must compute it.
  @FunctionalInterface
  private interface OfNumbers {
    @Nullable Exact compute(Exact x, Exact y);
  }

  private Evaluator ofTwo(
      ExprFunction2 function, Function<Expr, Evaluator> operand, OfNumbers compute) {
    return operand
        .apply(function.getArg1())
        .then(
            operand.apply(function.getArg2()),
            (x, y) -> {
              Exact left = values.number(x);
              Exact right = left == null ? null : values.number(y);
              Exact result = left == null || right == null ? null : compute.compute(left, right);
              return result == null ? arq.apply(function, x, y) : result;
            });
  }

  /// Compiles a cast. The cast of a truth value to an integer, and of a string or an IRI to a
  /// string, are computed here, and all others by ARQ.
  private Evaluator cast(E_Function function, Function<Expr, Evaluator> operand) {
    Expr given = function.getArg(1);
    Evaluator argument =
        operand.apply(given instanceof CastArgument checked ? checked.getArg() : given);
    boolean toInteger = function.getFunctionIRI().equals(XSD.integer.getURI());
    boolean toString = function.getFunctionIRI().equals(XSD.xstring.getURI());
    return argument.then(
        value -> {
          if (toInteger && value instanceof Truth) {
            return new Exact(value == Truth.TRUE ? Values.MILLION : 0, false);
          }
          if (toInteger && value instanceof Exact number && !number.decimal()) {
            return value;
          }
          if (toString && values.section(value) == Section.IRI) {
            return new Text(values.reader().text(values.id(value)), "");
          }
          Text text = toString ? values.text(value) : null;
          return text != null && text.isSimple() ? text : arq.call(function, value);
        });
  }
}
