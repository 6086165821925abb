package org.techrace.csvw;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Expands URI templates (RFC 6570) with the values of the cells of a row.
final class UriTemplate {
  private static final Pattern EXPRESSION = Pattern.compile("\\{([+#./;?&]?)([^{}]+)}");
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  private static final String RESERVED = ":/?#[]@!$&'()*+,;=";

  /// How the operator of an expression writes its variables (RFC 6570, appendix A).
  private record Operator(
      String first, String separator, boolean isNamed, String ifEmpty, boolean allowsReserved) {
    static Operator of(String symbol) {
      return switch (symbol) {
        case "+" -> new Operator("", ",", false, "", true);
        case "#" -> new Operator("#", ",", false, "", true);
        case "." -> new Operator(".", ".", false, "", false);
        case "/" -> new Operator("/", "/", false, "", false);
        case ";" -> new Operator(";", ";", true, "", false);
        case "?" -> new Operator("?", "&", true, "=", false);
        case "&" -> new Operator("&", "&", true, "=", false);
        default -> new Operator("", ",", false, "", false);
      };
    }
  }

  private UriTemplate() {}

  /// Returns the text with each expression replaced.
  ///
  /// @param values the values by the names of variables; a name without any is undefined
  static String expand(String template, Map<String, List<String>> values) {
    return EXPRESSION
        .matcher(template)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    expression(Operator.of(found.group(1)), found.group(2), values)));
  }

  private static String expression(
      Operator operator, String variables, Map<String, List<String>> values) {
    List<String> parts = new ArrayList<>();
    for (String variable : variables.split(",", -1)) {
      boolean explodes = variable.endsWith("*");
      String[] name = variable.replace("*", "").split(":", 2);
      List<String> found = values.getOrDefault(name[0], List.of());
      if (found.isEmpty()) {
        continue;
      }
      List<String> written =
          found.stream()
              .map(text -> name.length > 1 ? start(text, Integer.parseInt(name[1])) : text)
              .map(text -> encoded(text, operator.allowsReserved))
              .toList();
      if (explodes) {
        written.forEach(text -> parts.add(named(operator, name[0], text)));
      } else {
        parts.add(named(operator, name[0], String.join(",", written)));
      }
    }
    return parts.isEmpty() ? "" : operator.first + String.join(operator.separator, parts);
  }

  private static String named(Operator operator, String name, String value) {
    if (!operator.isNamed) {
      return value;
    }
    return name + (value.isEmpty() ? operator.ifEmpty : "=" + value);
  }

  private static String start(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  private static String encoded(String text, boolean allowsReserved) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (UNRESERVED.indexOf(c) >= 0 || (allowsReserved && RESERVED.indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append("%%%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }

  /// Returns a title as the name of a column.
  static String encoded(String text) {
    return encoded(text, false).replace("-", "%2D").replace("~", "%7E");
  }
}
