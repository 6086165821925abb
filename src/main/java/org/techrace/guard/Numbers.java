package org.techrace.guard;

import java.math.BigDecimal;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.expr.NodeValue;

/// How many digits the numbers and durations of a query may have. Arithmetic on numbers within this
/// limit takes a few milliseconds at most; what it makes is checked again.
public final class Numbers {
  /// The most digits of a number, before and behind the point together.
  public static final int DIGITS = 5_000;

  private static final double DIGITS_PER_BIT = Math.log10(2);

  private Numbers() {}

  /// A value that a function made.
  ///
  /// @throws QueryRefusedException if it has more than [#DIGITS] digits
  static NodeValue checked(NodeValue value) {
    check(digits(value));
    return value;
  }

  /// A term that a function is to read.
  ///
  /// @throws QueryRefusedException if it is a literal of a number, time or duration that is longer
  ///   than [#DIGITS] characters
  public static Node checked(Node term) {
    if (term.isLiteral()
        && term.getLiteralDatatype() instanceof XSDDatatype datatype
        && term.getLiteralLexicalForm().length() > DIGITS
        && isCounted(datatype)) {
      throw tooMany();
    }
    return term;
  }

  private static boolean isCounted(XSDDatatype datatype) {
    return !datatype.equals(XSDDatatype.XSDstring)
        && !datatype.equals(XSDDatatype.XSDbase64Binary)
        && !datatype.equals(XSDDatatype.XSDhexBinary)
        && !datatype.equals(XSDDatatype.XSDanyURI);
  }

  /// @throws QueryRefusedException if that is more than [#DIGITS]
  static void check(double digits) {
    if (digits > DIGITS) {
      throw tooMany();
    }
  }

  static QueryRefusedException tooMany() {
    return new QueryRefusedException(
        "The query has or makes a number of more than the %,d digits allowed.".formatted(DIGITS));
  }

  /// How many digits a number, or the fields of a duration, have together; 0 for other values.
  static double digits(NodeValue value) {
    if (value.isInteger()) {
      return value.getInteger().bitLength() * DIGITS_PER_BIT;
    }
    if (value.isDecimal()) {
      BigDecimal decimal = value.getDecimal();
      double precision = decimal.unscaledValue().bitLength() * DIGITS_PER_BIT;
      return Math.max(precision, Math.max(decimal.scale(), precision - decimal.scale()));
    }
    return value.isDuration() ? value.asString().length() : 0;
  }
}
