package org.techrace.store.query.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
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
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.E_Subtract;
import org.apache.jena.sparql.expr.E_UnaryMinus;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.util.XSDNumUtils;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.CastArgument;
import org.techrace.store.Lexical;
import org.techrace.store.Section;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.QueryTerms;
import org.techrace.store.query.text.Value.Computed;
import org.techrace.store.query.text.Value.Exact;
import org.techrace.store.query.text.Value.Floating;
import org.techrace.store.query.text.Value.Term;
import org.techrace.store.query.text.Value.Text;
import org.techrace.store.query.text.Value.Truth;

/// Compiles functions on numbers, and casts. Integers and decimals of few digits are computed in
/// millionths, doubles and floats as such; ARQ evaluates the functions for other arguments.
final class NumberEvaluators {
  /// The largest absolute value of a result.
  private static final long MAX_RESULT = 1L << 61;

  /// The digits after the point of a quotient whose digits do not end.
  private static final int QUOTIENT_DIGITS = 24;

  /// The number of bits of a double that a float of usual size does not have.
  private static final int DROPPED_BITS = 29;

  /// The maximum length of a text that is parsed here.
  private static final int MAX_PARSED_CHARACTERS = 32;

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

  private static final Set<String> NUMBER_CASTS = Set.of(XSD.xdouble.getURI(), XSD.xfloat.getURI());

  private final QueryTerms terms;
  private final Values values;
  private final ArqFunctions arq;

  NumberEvaluators(QueryRun run, Values values, ArqFunctions arq) {
    this.terms = run.terms();
    this.values = values;
    this.arq = arq;
  }

  /// Returns true if an expression consists of arithmetic and of casts to numbers, which take less
  /// time than the creation of a term for the result.
  static boolean isArithmetic(Expr expr) {
    return switch (expr) {
      case E_Add _,
          E_Subtract _,
          E_Multiply _,
          E_UnaryMinus _,
          E_NumAbs _,
          E_NumFloor _,
          E_NumCeiling _,
          CastArgument _ ->
          ((ExprFunction) expr).getArgs().stream().allMatch(NumberEvaluators::isArithmetic);
      case E_Function f -> NUMBER_CASTS.contains(f.getFunctionIRI()) && isCastHere(f.getArg(1));
      default -> expr.isVariable() || expr.isConstant();
    };
  }

  private static boolean isCastHere(Expr given) {
    Expr argument = unchecked(given);
    boolean isString =
        argument instanceof E_Function f && XSD.xstring.getURI().equals(f.getFunctionIRI());
    Expr text = isString ? unchecked(((E_Function) argument).getArg(1)) : textOf(argument);
    return isArithmetic(text instanceof ExprVar variable ? variable : argument);
  }

  /// Returns the argument of a cast without the check of its length.
  private static Expr unchecked(Expr argument) {
    return argument instanceof CastArgument checked ? checked.getArg() : argument;
  }

  /// Compiles a function, or returns empty for one that is not known here.
  ///
  /// @param operand compiles an argument
  Optional<Evaluator> compile(Expr expr, Function<Expr, Evaluator> operand) {
    return switch (expr) {
      case E_Add e -> Optional.of(sum(e, operand, Long::sum, Double::sum));
      case E_Subtract e -> Optional.of(sum(e, operand, (x, y) -> x - y, (x, y) -> x - y));
      case E_Multiply e -> Optional.of(product(e, operand));
      case E_Divide e -> Optional.of(quotient(e, operand));
      case E_UnaryMinus e -> Optional.of(ofOne(e, operand, x -> -x, x -> -x));
      case E_NumAbs e -> Optional.of(ofOne(e, operand, Math::abs, Math::abs));
      case E_NumFloor e -> Optional.of(rounded(e, operand, NumberEvaluators::floor, Math::floor));
      case E_NumCeiling e -> Optional.of(rounded(e, operand, x -> -floor(-x), Math::ceil));
      case E_NumRound e ->
          Optional.of(rounded(e, operand, x -> floor(x + Values.MILLION / 2), null));
      case E_Function f when f.getArgs().size() == 1 && CASTS.contains(f.getFunctionIRI()) ->
          Optional.of(cast(f, operand));
      default -> Optional.empty();
    };
  }

  private static long floor(long millionths) {
    return Math.floorDiv(millionths, Values.MILLION) * Values.MILLION;
  }

  private Evaluator ofOne(
      ExprFunction1 function,
      Function<Expr, Evaluator> operand,
      LongUnaryOperator compute,
      DoubleUnaryOperator computeFloating) {
    return operand
        .apply(function.getArg())
        .then(
            value -> {
              Exact number = values.number(value);
              return number == null
                  ? floating(function, value, computeFloating)
                  : new Exact(compute.applyAsLong(number.millionths()), number.decimal());
            });
  }

  private Value floating(ExprFunction1 function, Value value, DoubleUnaryOperator compute) {
    Floating number = values.floating(value);
    return number == null
        ? arq.apply(function, value)
        : new Floating(compute.applyAsDouble(number.value()), number.single());
  }

  /// Compiles a function that returns integers as they are.
  ///
  /// @param roundFloating rounds doubles and floats, or null if ARQ does
  private Evaluator rounded(
      ExprFunction1 function,
      Function<Expr, Evaluator> operand,
      LongUnaryOperator round,
      @Nullable DoubleUnaryOperator roundFloating) {
    return operand
        .apply(function.getArg())
        .then(
            value -> {
              Exact number = values.number(value);
              if (number == null) {
                return roundFloating == null
                    ? arq.apply(function, value)
                    : floating(function, value, roundFloating);
              }
              return number.decimal()
                  ? new Exact(round.applyAsLong(number.millionths()), true)
                  : value;
            });
  }

  private Evaluator sum(
      ExprFunction2 function,
      Function<Expr, Evaluator> operand,
      LongBinaryOperator compute,
      DoubleBinaryOperator computeFloating) {
    return ofTwo(
        function,
        operand,
        (x, y) -> {
          long result = compute.applyAsLong(x.millionths(), y.millionths());
          return Math.abs(result) > MAX_RESULT
              ? null
              : new Exact(result, x.decimal() || y.decimal());
        },
        computeFloating);
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
        },
        (x, y) -> x * y);
  }

  private Evaluator quotient(E_Divide function, Function<Expr, Evaluator> operand) {
    return ofTwo(function, operand, NumberEvaluators::quotient, (x, y) -> x / y);
  }

  /// Divides as ARQ does: a quotient whose digits do not end has 24 of them after the point. Those
  /// with more than 6 that end, and divisions by 0, are left to ARQ.
  private static @Nullable Value quotient(Exact x, Exact y) {
    if (y.millionths() == 0) {
      return null;
    }
    long product = x.millionths() * Values.MILLION;
    boolean fits = Math.multiplyHigh(x.millionths(), Values.MILLION) == product >> (Long.SIZE - 1);
    long result = product / y.millionths();
    if (fits && product % y.millionths() == 0 && Math.abs(result) <= MAX_RESULT) {
      return new Exact(result, true);
    }
    return digitsEnd(x.millionths(), y.millionths())
        ? null
        : new Computed(
            NodeValue.makeDecimal(
                BigDecimal.valueOf(x.millionths())
                    .divide(
                        BigDecimal.valueOf(y.millionths()),
                        QUOTIENT_DIGITS,
                        RoundingMode.HALF_EVEN)));
  }

  /// Returns true if the digits of a quotient end: if the divisor divides the number, apart from
  /// factors 2 and 5.
  private static boolean digitsEnd(long number, long divisor) {
    long left = divisor >> Long.numberOfTrailingZeros(divisor);
    while (left % 5 == 0) {
      left /= 5;
    }
    return number % left == 0;
  }

  /// Computes a number, or returns null if ARQ must compute it.
  @FunctionalInterface
  private interface OfNumbers {
    @Nullable Value compute(Exact x, Exact y);
  }

  private Evaluator ofTwo(
      ExprFunction2 function,
      Function<Expr, Evaluator> operand,
      OfNumbers compute,
      DoubleBinaryOperator computeFloating) {
    return operand
        .apply(function.getArg1())
        .then(
            operand.apply(function.getArg2()),
            (x, y) -> {
              Exact left = values.number(x);
              Exact right = left == null ? null : values.number(y);
              Value result =
                  left == null || right == null
                      ? floating(x, y, computeFloating)
                      : compute.compute(left, right);
              return result == null ? arq.apply(function, x, y) : result;
            });
  }

  /// Computes a double or float, or returns null if ARQ must compute the value. ARQ decides what
  /// becomes of infinity and NaN.
  private @Nullable Value floating(Value x, Value y, DoubleBinaryOperator compute) {
    Values.FloatingPair pair = values.floatingPair(x, y);
    if (pair == null) {
      return null;
    }
    double result =
        FloatingNumbers.rounded(compute.applyAsDouble(pair.x(), pair.y()), pair.single());
    return Double.isFinite(result) ? new Floating(result, pair.single()) : null;
  }

  /// Casts a value, or returns null if ARQ must cast it.
  @FunctionalInterface
  private interface Cast {
    @Nullable Value of(Value value);
  }

  /// Compiles a cast. Casts of numbers and their texts to numbers, of truth values to integers, and
  /// of strings and IRIs to strings are computed here, all others by ARQ.
  private Evaluator cast(E_Function function, Function<Expr, Evaluator> operand) {
    Expr given = function.getArg(1);
    Evaluator argument = operand.apply(unchecked(given));
    String type = function.getFunctionIRI();
    Cast cast;
    if (type.equals(XSD.integer.getURI())) {
      cast = this::toInteger;
    } else if (type.equals(XSD.xstring.getURI())) {
      cast = this::toString;
    } else if (type.equals(XSD.xdouble.getURI())) {
      cast = value -> toFloating(value, false);
    } else if (type.equals(XSD.xfloat.getURI())) {
      cast = value -> toFloating(value, true);
    } else {
      cast = _ -> null;
    }
    Evaluator result =
        argument.then(
            value -> {
              Value computed = cast.of(value);
              return computed == null ? arq.call(function, value) : computed;
            });
    Expr text = unchecked(given);
    boolean toFloating = type.equals(XSD.xdouble.getURI()) || type.equals(XSD.xfloat.getURI());
    return toFloating && textOf(text) instanceof ExprVar variable
        ? ofText(operand.apply(variable), cast, result)
        : result;
  }

  /// Returns the argument of STR, or null for any other expression.
  private static @Nullable Expr textOf(Expr expr) {
    return expr instanceof E_Str str ? str.getArg() : null;
  }

  /// Casts the text of a variable as the variable if that is a number of the store, because its
  /// text need not be read. The text of 0 may be `-0.0`.
  private Evaluator ofText(Evaluator variable, Cast cast, Evaluator otherwise) {
    return (batch, row) -> {
      Value value = variable.of(batch, row);
      Section section = values.section(value);
      boolean number =
          (section == Section.NUMBER && terms.millionths(values.id(value)) != 0)
              || (section == Section.DOUBLE && !Double.isNaN(terms.doubleValue(values.id(value))));
      Value result = number ? cast.of(value) : null;
      return result == null ? otherwise.of(batch, row) : result;
    };
  }

  private @Nullable Value toInteger(Value value) {
    return switch (value) {
      case Truth truth -> new Exact(truth == Truth.TRUE ? Values.MILLION : 0, false);
      case Exact number when !number.decimal() -> value;
      case Text(String text, String language) when language.isEmpty() -> integer(text);
      default -> null;
    };
  }

  /// Returns an integer, or null for a text that is not its usual form.
  private static @Nullable Value integer(String text) {
    long millionths = Lexical.millionths(text, true);
    boolean usual =
        millionths != Lexical.NONE && text.equals(Long.toString(millionths / Values.MILLION));
    return usual ? new Exact(millionths, false) : null;
  }

  private @Nullable Value toString(Value value) {
    if (values.section(value) == Section.IRI) {
      return new Text(values.reader().text(values.id(value)), "");
    }
    Text text = values.text(value);
    if (text != null) {
      return text.isSimple() ? text : null;
    }
    Exact exact = values.number(value);
    if (exact != null) {
      return exact.decimal() ? decimal(BigDecimal.valueOf(exact.millionths(), 6)) : null;
    }
    Floating floating = values.floating(value);
    return floating != null && !floating.single() && isWrittenAsDecimal(floating.value())
        ? decimal(BigDecimal.valueOf(floating.value()))
        : null;
  }

  private static Text decimal(BigDecimal number) {
    return new Text(XSDNumUtils.canonicalDecimalStrNoIntegerDot(number), "");
  }

  /// Returns true if a double becomes a string without an exponent (XPath Functions 3.1, section
  /// 19.1.2).
  private static boolean isWrittenAsDecimal(double number) {
    return Math.abs(number) >= 1e-6 && Math.abs(number) < 1e6;
  }

  /// Casts a number or text to a double or float, which keeps the text. Returns null if ARQ must
  /// compute the value.
  private @Nullable Value toFloating(Value value, boolean single) {
    if (value instanceof Text text) {
      return text.isSimple() ? parsed(text, text.text(), single) : null;
    }
    Section section = values.section(value);
    if (section == null) {
      return null;
    }
    Term term = new Term(values.id(value));
    return switch (section) {
      case DOUBLE -> single ? toFloat(term) : value;
      case NUMBER ->
          new Floating(FloatingNumbers.nearest(terms.millionths(term.id()), single), single, term);
      case STRING -> parsed(term, values.reader().text(term.id()), single);
      default -> null;
    };
  }

  /// Casts a double of the store to a float. The float nearest to the double is the one nearest to
  /// its text, unless the double is half-way between two floats.
  private @Nullable Value toFloat(Term term) {
    double number = terms.doubleValue(term.id());
    float nearest = (float) number;
    boolean halfway =
        Double.doubleToLongBits(number) << (Long.SIZE - DROPPED_BITS) == Long.MIN_VALUE;
    boolean normal = Math.abs(nearest) > Float.MIN_NORMAL && Float.isFinite(nearest);
    return normal && !halfway ? new Floating(nearest, true, term) : null;
  }

  /// Parses a number in digits.
  private static @Nullable Value parsed(Value source, String text, boolean single) {
    if (text.length() > MAX_PARSED_CHARACTERS
        || !text.chars().allMatch(c -> (c >= '0' && c <= '9') || ".eE+-".indexOf(c) >= 0)) {
      return null;
    }
    try {
      double number = single ? Float.parseFloat(text) : Double.parseDouble(text);
      return Double.isFinite(number) ? new Floating(number, single, source) : null;
    } catch (NumberFormatException e) {
      return null; // ARQ reports the error
    }
  }
}
