package org.techrace.table.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares JSON values (RFC 9535, section 2.3.5.2.2). Null is a missing value, which is different
/// from JSON null.
final class JsonValues {
  private JsonValues() {}

  static boolean equal(@Nullable Json a, @Nullable Json b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    if (a instanceof Json.Digits(String x) && b instanceof Json.Digits(String y)) {
      return x.equals(y) || compare(x, y) == 0;
    }
    if (a instanceof Json.Elements(var x) && b instanceof Json.Elements(var y)) {
      return equal(x, y);
    }
    if (a instanceof Json.Members(var x) && b instanceof Json.Members(var y)) {
      return equal(x, y);
    }
    return a.equals(b);
  }

  private static boolean equal(List<Json> a, List<Json> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!equal(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(Map<String, Json> a, Map<String, Json> b) {
    return a.size() == b.size()
        && a.entrySet().stream()
            .allMatch(e -> b.containsKey(e.getKey()) && equal(e.getValue(), b.get(e.getKey())));
  }

  /// Numbers and texts have an order, other values have none.
  static boolean isLess(@Nullable Json a, @Nullable Json b) {
    if (a instanceof Json.Digits(String x) && b instanceof Json.Digits(String y)) {
      return compare(x, y) < 0;
    }
    if (a instanceof Json.Text(String x) && b instanceof Json.Text(String y)) {
      return compareTexts(x, y) < 0;
    }
    return false;
  }

  private static int compare(String a, String b) {
    try {
      return new BigDecimal(a).compareTo(new BigDecimal(b));
    } catch (NumberFormatException _) {
      // The exponent of one exceeds the range of an int.
      return Double.compare(Double.parseDouble(a), Double.parseDouble(b));
    }
  }

  /// Compares by characters, not by UTF-16 code units.
  private static int compareTexts(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    int i = 0;
    while (i < shorter && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    if (i == shorter) {
      return Integer.compare(a.length(), b.length());
    }
    if (i > 0 && Character.isHighSurrogate(a.charAt(i - 1))) {
      i--;
    }
    return Integer.compare(a.codePointAt(i), b.codePointAt(i));
  }
}
