package org.techrace.guard;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.xml.datatype.Duration;
import javax.xml.datatype.XMLGregorianCalendar;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.sparql.expr.E_Add;
import org.apache.jena.sparql.expr.E_Divide;
import org.apache.jena.sparql.expr.E_Multiply;
import org.apache.jena.sparql.expr.E_NumRound;
import org.apache.jena.sparql.expr.E_Subtract;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprEvalTypeException;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.function.library.Math_pow;

/// Arithmetic on numbers, dates and durations. Refuses values that are too large and corrects some
/// results of ARQ.
final class NumberFunctions {
  /// The maximum length of a picture of `fn:format-number`, in characters.
  private static final int MAX_PICTURE_LENGTH = 1_000;

  /// From this value on, all doubles are integers.
  private static final double MIN_INTEGRAL_DOUBLE = 1L << 52;

  /// The last year of dates that can be subtracted: ARQ counts milliseconds in a `long`.
  private static final BigInteger LAST_YEAR = BigInteger.valueOf(100_000_000);

  private NumberFunctions() {}

  /// Addition. Concatenates strings, as ARQ does.
  static final class Add extends E_Add {
    Add(Expr left, Expr right) {
      super(left, right);
    }

    @Override
    public NodeValue eval(NodeValue left, NodeValue right) {
      if (left.hasDateTime() && right.isDuration()) {
        return moved(left, right.getDuration());
      }
      if (left.isString() && right.isString()) {
        Budget.check((long) left.getString().length() + right.getString().length());
      }
      return computed("+", left, right, () -> super.eval(left, right));
    }

    @Override
    public Expr copy(Expr left, Expr right) {
      return new Add(left, right);
    }
  }

  static final class Subtract extends E_Subtract {
    Subtract(Expr left, Expr right) {
      super(left, right);
    }

    @Override
    public NodeValue eval(NodeValue left, NodeValue right) {
      if (left.hasDateTime() && right.isDuration()) {
        return moved(left, right.getDuration().negate());
      }
      if (left.hasDateTime() && right.hasDateTime()) {
        refuseFar(left.getDateTime());
        refuseFar(right.getDateTime());
      }
      return computed("-", left, right, () -> super.eval(left, right));
    }

    private static void refuseFar(XMLGregorianCalendar time) {
      BigInteger year = time.getEonAndYear();
      if (year != null && year.abs().compareTo(LAST_YEAR) > 0) {
        throw new ExprEvalException("'-': dates are subtracted up to the year " + LAST_YEAR);
      }
    }

    @Override
    public Expr copy(Expr left, Expr right) {
      return new Subtract(left, right);
    }
  }

  /// Evaluates an operation whose arguments and result have limited size. ARQ throws various
  /// exceptions for infinite quotients, durations of two kinds and products with infinity; they
  /// become expression errors.
  private static NodeValue computed(
      String operator, NodeValue left, NodeValue right, Supplier<NodeValue> operation) {
    Numbers.checked(left);
    Numbers.checked(right);
    try {
      return Numbers.checked(operation.get());
    } catch (ArithmeticException | IllegalArgumentException | IllegalStateException e) {
      throw new ExprEvalException("'%s': the value is undefined".formatted(operator), e);
    }
  }

  /// Adds a duration to a date, a time or both.
  private static NodeValue moved(NodeValue start, Duration duration) {
    if (!start.isDateTime() && !start.isDate() && !start.isTime()) {
      throw new ExprEvalTypeException("a duration is added to a date, a time or both only");
    }
    XMLGregorianCalendar sum = Calendars.add(start.getDateTime(), duration);
    if (start.isDateTime()) {
      return NodeValue.makeDateTime(sum);
    }
    return start.isDate()
        ? NodeValue.makeDate(sum)
        : NodeValue.makeNode(sum.toXMLFormat(), XSDDatatype.XSDtime);
  }

  static final class Multiply extends E_Multiply {
    Multiply(Expr left, Expr right) {
      super(left, right);
    }

    @Override
    public NodeValue eval(NodeValue left, NodeValue right) {
      Numbers.check(Numbers.digits(left) + Numbers.digits(right));
      return computed("*", left, right, () -> super.eval(left, right));
    }

    @Override
    public Expr copy(Expr left, Expr right) {
      return new Multiply(left, right);
    }
  }

  static final class Divide extends E_Divide {
    Divide(Expr left, Expr right) {
      super(left, right);
    }

    @Override
    public NodeValue eval(NodeValue left, NodeValue right) {
      if (left.isDayTimeDuration() && right.isDayTimeDuration()) {
        return ratio(Calendars.seconds(left.getDuration()), Calendars.seconds(right.getDuration()));
      }
      if (left.isYearMonthDuration() && right.isYearMonthDuration()) {
        return ratio(
            new BigDecimal(Calendars.months(left.getDuration())),
            new BigDecimal(Calendars.months(right.getDuration())));
      }
      return computed("/", left, right, () -> super.eval(left, right));
    }

    private static NodeValue ratio(BigDecimal left, BigDecimal right) {
      if (right.signum() == 0) {
        throw new ExprEvalTypeException("'/': the divisor is a duration of zero");
      }
      return NodeValue.makeDecimal(left.divide(right, MathContext.DECIMAL64));
    }

    @Override
    public Expr copy(Expr left, Expr right) {
      return new Divide(left, right);
    }
  }

  /// ROUND. Returns doubles that have no fraction unchanged.
  static final class Round extends E_NumRound {
    Round(Expr number) {
      super(number);
    }

    @Override
    public NodeValue eval(NodeValue number) {
      boolean whole = number.isDouble() && Math.abs(number.getDouble()) >= MIN_INTEGRAL_DOUBLE;
      return whole ? number : super.eval(number);
    }

    @Override
    public Expr copy(Expr number) {
      return new Round(number);
    }
  }

  /// Evaluates `math:pow` with arguments that were checked.
  static NodeValue power(NodeValue base, NodeValue exponent) {
    if (base.isInteger() && exponent.isInteger()) {
      Numbers.check(exponent.getDouble() * Numbers.digits(base));
    }
    return new Math_pow().exec(base, exponent);
  }

  /// Evaluates `op:numeric-integer-divide` (XPath Functions 3.1, section 4.2.5).
  static NodeValue wholeQuotient(NodeValue left, NodeValue right) {
    if (isExact(left) && isExact(right)) {
      int scale = Math.max(left.getDecimal().scale(), right.getDecimal().scale());
      BigInteger divisor = right.getDecimal().setScale(scale).unscaledValue();
      if (divisor.signum() == 0) {
        throw new ExprEvalException("fn:numeric-integer-divide: the divisor is zero");
      }
      BigInteger dividend = left.getDecimal().setScale(scale).unscaledValue();
      return NodeValue.makeInteger(dividend.divide(divisor));
    }
    double quotient = left.getDouble() / right.getDouble();
    if (Double.isNaN(quotient) || Double.isInfinite(quotient)) {
      throw new ExprEvalException("fn:numeric-integer-divide: the quotient is not a number");
    }
    return NodeValue.makeInteger(new BigDecimal(quotient).toBigInteger());
  }

  private static boolean isExact(NodeValue number) {
    return number.isInteger() || number.isDecimal();
  }

  /// Evaluates `fn:format-number` (XPath Functions 3.1, section 4.7.2), with the patterns of
  /// [DecimalFormat].
  ///
  /// @param arguments the number, the picture and, optionally, the name of a locale
  static NodeValue formatted(List<NodeValue> arguments) {
    NodeValue number = arguments.get(0);
    String picture = string(arguments.get(1));
    Locale locale =
        arguments.size() > 2 ? Locale.forLanguageTag(string(arguments.get(2))) : Locale.ROOT;
    if (!number.isNumber()) {
      throw new ExprEvalTypeException("fn:format-number: not a number");
    }
    if (picture.length() > MAX_PICTURE_LENGTH) {
      throw new QueryRefusedException(
          "A picture of fn:format-number has more than the %,d characters allowed."
              .formatted(MAX_PICTURE_LENGTH));
    }
    try {
      DecimalFormat format = new DecimalFormat(picture, DecimalFormatSymbols.getInstance(locale));
      return NodeValue.makeString(format.format(exact(number)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ExprEvalException("fn:format-number: not a picture: " + picture, e);
    }
  }

  private static Object exact(NodeValue number) {
    if (number.isInteger()) {
      return number.getInteger();
    }
    return number.isDecimal() ? number.getDecimal() : (Object) number.getDouble();
  }

  private static String string(NodeValue value) {
    if (!value.isString()) {
      throw new ExprEvalTypeException("fn:format-number: not a string");
    }
    return value.getString();
  }
}
