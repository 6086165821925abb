package org.techrace.engine.plan;

import java.math.BigDecimal;
import java.util.Optional;
import org.apache.jena.vocabulary.XSD;
import org.techrace.table.Value;

/// The RDF datatypes for the types of values in their formats (the natural mapping of RML-Core).
final class NaturalDatatypes {
  private NaturalDatatypes() {}

  /// Returns the datatype of a kind of value, or empty for text, which becomes a plain literal.
  static Optional<String> of(Value.Kind kind) {
    return switch (kind) {
      case TEXT, STRUCTURE -> Optional.empty();
      case INTEGER -> Optional.of(XSD.integer.getURI());
      case DECIMAL -> Optional.of(XSD.decimal.getURI());
      case DOUBLE -> Optional.of(XSD.xdouble.getURI());
      case BOOLEAN -> Optional.of(XSD.xboolean.getURI());
      case DATE -> Optional.of(XSD.date.getURI());
      case TIME -> Optional.of(XSD.time.getURI());
      case DATE_TIME -> Optional.of(XSD.dateTime.getURI());
      case BINARY -> Optional.of(XSD.hexBinary.getURI());
    };
  }

  /// Returns the canonical lexical form of a value.
  static String canonical(Value value) {
    return value.kind() == Value.Kind.DOUBLE ? canonicalDouble(value.text()) : value.text();
  }

  /// Returns the canonical form of a double: one digit before the point and at least one after it
  /// (XSD 1.1, section 3.3.5).
  static String canonicalDouble(String text) {
    double number = Double.parseDouble(text);
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "INF" : "-INF";
    }
    if (number == 0) {
      return "0.0E0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    String digits = exact.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - exact.scale();
    return (number < 0 ? "-" : "")
        + digits.charAt(0)
        + "."
        + (digits.length() == 1 ? "0" : digits.substring(1))
        + "E"
        + exponent;
  }
}
