package org.techrace.engine.plan;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.table.Value;

/// The RDF datatypes for the types of values in their formats (the natural mapping of RML-Core).
final class NaturalDatatypes {
  /// The number of digits that a double keeps: different numbers with no more digits have different
  /// doubles.
  private static final int MAX_EXACT_DIGITS = 15;

  /// A digit other than zero before the exponent.
  private static final Pattern NOT_ZERO = Pattern.compile("[-+0.]*[1-9]");

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

  /// Returns the canonical form of a double that is written with at most 15 digits and no exponent,
  /// or null for others. So few digits are those of the shortest text for the same double.
  ///
  /// @param text contains its text, from `from` to before `to`
  static byte @Nullable [] canonicalOfShort(byte[] text, int from, int to) {
    int at = from < to && text[from] == '-' ? from + 1 : from;
    byte[] digits = new byte[MAX_EXACT_DIGITS];
    int count = 0;
    int zeros = 0;
    int beforePoint = -1;
    for (int i = at; i < to; i++) {
      byte b = text[i];
      if (b == '.' && beforePoint < 0) {
        beforePoint = count + zeros;
      } else if (b == '0' && count == 0) {
        // A zero before the first digit that counts.
        zeros++;
      } else if (b >= '0' && b <= '9' && count < MAX_EXACT_DIGITS) {
        digits[count++] = b;
      } else {
        return null;
      }
    }
    if (count == 0) {
      return null;
    }
    int exponent = (beforePoint < 0 ? count + zeros : beforePoint) - zeros - 1;
    int last = count;
    while (last > 1 && digits[last - 1] == '0') {
      last--;
    }
    StringBuilder form = new StringBuilder(to - from + 6);
    if (at > from) {
      form.append('-');
    }
    form.append((char) digits[0]).append('.');
    for (int i = 1; i < last; i++) {
      form.append((char) digits[i]);
    }
    if (last == 1) {
      form.append('0');
    }
    return form.append('E').append(exponent).toString().getBytes(StandardCharsets.US_ASCII);
  }

  /// Returns the canonical form of a double: one digit before the point and at least one after it
  /// (XSD 1.1, section 3.3.5). A number with more digits than a double, or a larger one, keeps its
  /// text, so that nothing of it is lost.
  static String canonicalDouble(String text) {
    double number = Double.parseDouble(text);
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return text.indexOf('I') >= 0 ? (number > 0 ? "INF" : "-INF") : text;
    }
    if (number == 0) {
      if (NOT_ZERO.matcher(text).lookingAt()) {
        return text;
      }
      return Math.copySign(1, number) < 0 ? "-0.0E0" : "0.0E0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    if (text.length() > MAX_EXACT_DIGITS && exact.compareTo(new BigDecimal(text)) != 0) {
      return text;
    }
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
