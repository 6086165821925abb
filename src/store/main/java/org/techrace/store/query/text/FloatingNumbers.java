package org.techrace.store.query.text;

import java.math.BigDecimal;
import org.apache.jena.sparql.expr.NodeValue;

/// Converts numbers to `xsd:double` and `xsd:float`, as ARQ does when it promotes an operand.
///
/// A sum, difference, product or quotient of two floats that is computed as a double and then
/// rounded is that of `float` arithmetic, because a double has more than twice as many digits.
public final class FloatingNumbers {
  private static final int FRACTION_DIGITS = 6;

  /// Integers up to here are the same as doubles, so a quotient of two is rounded once.
  private static final long MAX_EXACT_DOUBLE = 1L << 53;

  /// Integers up to here are the same as floats.
  private static final long MAX_EXACT_FLOAT = 1L << 24;

  private FloatingNumbers() {}

  /// Returns the number nearest to a number in millionths.
  ///
  /// @param single true for the nearest `xsd:float`, false for the nearest `xsd:double`
  public static double nearest(long millionths, boolean single) {
    long max = single ? MAX_EXACT_FLOAT : MAX_EXACT_DOUBLE;
    if (millionths <= max && millionths >= -max) {
      return rounded(millionths / (double) Values.MILLION, single);
    }
    BigDecimal exact = BigDecimal.valueOf(millionths, FRACTION_DIGITS);
    return single ? exact.floatValue() : exact.doubleValue();
  }

  /// Returns the value of any number.
  public static double nearest(NodeValue number, boolean single) {
    return single ? number.getFloat() : number.getDouble();
  }

  /// Rounds the result of an operation.
  public static double rounded(double value, boolean single) {
    return single ? (float) value : value;
  }

  /// Returns a value as ARQ creates it.
  public static NodeValue nodeValue(double value, boolean single) {
    return single ? NodeValue.makeFloat((float) value) : NodeValue.makeDouble(value);
  }
}
