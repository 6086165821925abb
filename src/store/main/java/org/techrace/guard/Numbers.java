package org.techrace.guard;

import java.math.BigDecimal;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.expr.NodeValue;

/// Limits the number of digits in the numbers and durations of a query. Arithmetic within this
/// limit takes a few milliseconds at most; results are checked again.
public final class Numbers {
  /// The maximum number of digits of a number, before and after the decimal point together.
  public static final int MAX_DIGITS = 5_000;

  private static final double DIGITS_PER_BIT = Math.log10(2);

  private Numbers() {}

  /// Checks a value that a function returned.
  ///
  /// @return the value
  /// @throws QueryRefusedException if it has more than [#MAX_DIGITS] digits
  static NodeValue checked(NodeValue value) {
    check(digits(value));
    return value;
  }

  /// Checks a term before a function reads it.
  ///
  /// @return the term
  /// @throws QueryRefusedException if it is a number, time or duration of more than [#MAX_DIGITS]
  ///   characters
  public static Node checked(Node term) {
    if (term.isLiteral()
        && term.getLiteralDatatype() instanceof XSDDatatype datatype
        && term.getLiteralLexicalForm().length() > MAX_DIGITS
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

  /// Checks a number of digits.
  ///
  /// @throws QueryRefusedException if it exceeds [#MAX_DIGITS]
  static void check(double digits) {
    if (digits > MAX_DIGITS) {
      throw tooMany();
    }
  }

  static QueryRefusedException tooMany() {
    return new QueryRefusedException(
        "The query has or makes a number of more than the %,d digits allowed."
            .formatted(MAX_DIGITS));
  }

  /// Returns the number of digits of a number, or of all fields of a duration; 0 for other values.
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
