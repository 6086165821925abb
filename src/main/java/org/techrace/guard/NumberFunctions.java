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

/// Arithmetic on numbers, dates and durations that refuses what is too large, and is exact where
/// ARQ is wrong.
final class NumberFunctions {
  /// How many characters a picture of `fn:format-number` may have.
  private static final int PICTURE = 1_000;

  /// From here on all numbers of type double are whole.
  private static final double WHOLE = 1L << 52;

  /// Dates are not subtracted beyond this year: ARQ counts milliseconds.
  private static final BigInteger LAST_YEAR = BigInteger.valueOf(100_000_000);

  private NumberFunctions() {}

  /// Addition; of strings too, as in ARQ.
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

  /// Subtraction.
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

  /// Computes with values of limited size. ARQ throws more than errors of expressions: for endless
  /// quotients, durations of two kinds, products with infinity.
  private static NodeValue computed(
      String operator, NodeValue left, NodeValue right, Supplier<NodeValue> operation) {
    Numbers.checked(left);
    Numbers.checked(right);
    try {
      return Numbers.checked(operation.get());
    } catch (ArithmeticException | IllegalArgumentException | IllegalStateException e) {
      throw new ExprEvalException("'%s': there is no such value".formatted(operator), e);
    }
  }

  /// A date, time or both with a duration added.
  private static NodeValue moved(NodeValue start, Duration duration) {
    if (!start.isDateTime() && !start.isDate() && !start.isTime()) {
      throw new ExprEvalTypeException("a duration is added to a date, a time or both only");
    }
    XMLGregorianCalendar sum = Calendars.add(start.getDateTime(), duration);
    return start.isDateTime()
        ? NodeValue.makeDateTime(sum)
        : start.isDate()
            ? NodeValue.makeDate(sum)
            : NodeValue.makeNode(sum.toXMLFormat(), XSDDatatype.XSDtime);
  }

  /// Multiplication.
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

  /// Division.
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

  /// ROUND.
  static final class Round extends E_NumRound {
    Round(Expr number) {
      super(number);
    }

    @Override
    public NodeValue eval(NodeValue number) {
      boolean whole = number.isDouble() && Math.abs(number.getDouble()) >= WHOLE;
      return whole ? number : super.eval(number);
    }

    @Override
    public Expr copy(Expr number) {
      return new Round(number);
    }
  }

  /// `math:pow`, of checked arguments.
  static NodeValue power(NodeValue base, NodeValue exponent) {
    if (base.isInteger() && exponent.isInteger()) {
      Numbers.check(exponent.getDouble() * Numbers.digits(base));
    }
    return new Math_pow().exec(base, exponent);
  }

  /// `op:numeric-integer-divide` (XPath Functions 3.1, section 4.2.5).
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
      throw new ExprEvalException("fn:numeric-integer-divide: the quotient is no number");
    }
    return NodeValue.makeInteger(new BigDecimal(quotient).toBigInteger());
  }

  private static boolean isExact(NodeValue number) {
    return number.isInteger() || number.isDecimal();
  }

  /// `fn:format-number` (XPath Functions 3.1, section 4.7.2), with the pictures of [DecimalFormat].
  ///
  /// @param arguments number, picture and, if given, the name of a locale
  static NodeValue formatted(List<NodeValue> arguments) {
    NodeValue number = arguments.get(0);
    String picture = string(arguments.get(1));
    Locale locale =
        arguments.size() > 2 ? Locale.forLanguageTag(string(arguments.get(2))) : Locale.ROOT;
    if (!number.isNumber()) {
      throw new ExprEvalTypeException("fn:format-number: not a number");
    }
    if (picture.length() > PICTURE) {
      throw new QueryRefusedException(
          "A picture of fn:format-number has more than the %,d characters allowed."
              .formatted(PICTURE));
    }
    try {
      DecimalFormat format = new DecimalFormat(picture, DecimalFormatSymbols.getInstance(locale));
      Object exact =
          number.isInteger()
              ? number.getInteger()
              : number.isDecimal() ? number.getDecimal() : (Object) number.getDouble();
      return NodeValue.makeString(format.format(exact));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ExprEvalException("fn:format-number: not a picture: " + picture, e);
    }
  }

  private static String string(NodeValue value) {
    if (!value.isString()) {
      throw new ExprEvalTypeException("fn:format-number: not a string");
    }
    return value.getString();
  }
}
