package org.techrace.engine.expression;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.techrace.mapping.Expression;
import org.techrace.report.Nearest;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.Value;

/// The built-in functions of RML-FNML, with the IRIs that the community's cases use (GREL and
/// IDLab).
public final class Functions {
  private static final String GREL = "http://users.ugent.be/~bjdmeest/function/grel.ttl#";
  private static final String IDLAB = "https://w3id.org/imec/idlab/function#";
  private static final String TEXT = GREL + "valueParam";
  private static final String OTHER = GREL + "valueParam2";
  private static final String SEPARATOR = GREL + "param_string_sep";
  private static final String ANY = GREL + "param_any_e";
  private static final String STR = IDLAB + "str";
  private static final String DATE = IDLAB + "_strDate";
  private static final String PATTERN = IDLAB + "_pattern";

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,400}\\.?\\d{0,400}|\\.\\d{1,400})([eE][+-]?\\d{1,9})?");

  /// A number with more digits than this before or after the point is not written out.
  private static final int MAX_DIGITS = 400;

  /// A function: the parameters it needs, the output it has, and what it does. Returning no value
  /// means null.
  private record BuiltIn(
      Set<String> parameters, String output, Function<Map<String, String>, List<Value>> body) {}

  private static final Map<String, BuiltIn> BUILT_IN =
      Map.ofEntries(
          text("toUpperCase", v -> v.toUpperCase(Locale.ROOT)),
          text("toLowerCase", v -> v.toLowerCase(Locale.ROOT)),
          text("string_trim", String::strip),
          text("string_reverse", v -> new StringBuilder(v).reverse().toString()),
          Map.entry(
              GREL + "string_length",
              new BuiltIn(
                  Set.of(TEXT),
                  GREL + "output_number",
                  a ->
                      List.of(
                          new Value(
                              String.valueOf(arg(a, TEXT).codePointCount(0, arg(a, TEXT).length())),
                              Value.Kind.INTEGER)))),
          Map.entry(
              GREL + "string_substring",
              new BuiltIn(
                  Set.of(TEXT, GREL + "p_int_i_from"), GREL + "stringOut", Functions::substring)),
          Map.entry(
              GREL + "string_replace",
              new BuiltIn(
                  Set.of(TEXT, GREL + "param_find", GREL + "param_replace"),
                  GREL + "stringOut",
                  a ->
                      some(
                          arg(a, TEXT)
                              .replace(
                                  arg(a, GREL + "param_find"), arg(a, GREL + "param_replace"))))),
          Map.entry(
              GREL + "string_split",
              new BuiltIn(Set.of(TEXT, SEPARATOR), GREL + "output_array", Functions::split)),
          Map.entry(
              GREL + "string_toNumber",
              new BuiltIn(Set.of(ANY), GREL + "output_number", a -> number(arg(a, ANY).strip()))),
          Map.entry(
              IDLAB + "normalizeDate",
              new BuiltIn(Set.of(DATE, PATTERN), IDLAB + "_stringOut", Functions::date)),
          Map.entry(
              GREL + "escape",
              new BuiltIn(Set.of(TEXT, GREL + "modeParam"), GREL + "stringOut", Functions::escape)),
          Map.entry(
              IDLAB + "toUpperCaseURL",
              new BuiltIn(Set.of(STR), IDLAB + "_stringOut", Functions::upperCaseUrl)),
          Map.entry(
              IDLAB + "alwaysReturnsABC",
              new BuiltIn(Set.of(), IDLAB + "_stringOut", _ -> some("ABC"))),
          Map.entry(
              IDLAB + "equal",
              new BuiltIn(
                  Set.of(TEXT, OTHER),
                  IDLAB + "_boolOut",
                  a -> bool(arg(a, TEXT).equals(arg(a, OTHER))))),
          Map.entry(
              IDLAB + "notEqual",
              new BuiltIn(
                  Set.of(TEXT, OTHER),
                  IDLAB + "_boolOut",
                  a -> bool(!arg(a, TEXT).equals(arg(a, OTHER))))));

  private Functions() {}

  private static Map.Entry<String, BuiltIn> text(String name, UnaryOperator<String> body) {
    return Map.entry(
        GREL + name,
        new BuiltIn(Set.of(TEXT), GREL + "stringOut", a -> some(body.apply(arg(a, TEXT)))));
  }

  /// Reports what is wrong with a call: a function, parameter or output that is not known.
  public static boolean check(Expression.Call call, Report report) {
    BuiltIn function = BUILT_IN.get(call.function());
    if (function == null) {
      report.error(
          call.at(),
          "there is no function <%s>; %s"
              .formatted(call.function(), Nearest.suggest(call.function(), BUILT_IN.keySet())));
      return false;
    }
    Set<String> given = new TreeSet<>();
    call.inputs().forEach(input -> given.add(input.parameter()));
    if (!given.equals(new TreeSet<>(function.parameters))) {
      report.error(
          call.at(),
          "function <%s> is given the parameters %s; expected %s"
              .formatted(call.function(), given, new TreeSet<>(function.parameters)));
      return false;
    }
    if (!call.result().isEmpty() && !call.result().equals(function.output)) {
      report.error(
          call.at(),
          "function <%s> has no output <%s>; expected <%s>"
              .formatted(call.function(), call.result(), function.output));
      return false;
    }
    return checkPatterns(call, report);
  }

  /// Reports a date pattern that is written in the mapping and is not one.
  private static boolean checkPatterns(Expression.Call call, Report report) {
    for (Expression.Input input : call.inputs()) {
      if (input.parameter().equals(PATTERN)
          && input.value() instanceof Expression.Constant(var term)) {
        String pattern = term.isLiteral() ? term.getLiteralLexicalForm() : term.toString();
        try {
          var _ = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
          report.error(
              call.at(),
              "'%s' is not a date pattern: %s; a pattern such as M/d/uuuu is expected"
                  .formatted(pattern, e.getMessage()));
          return false;
        }
      }
    }
    return true;
  }

  /// Compiles a checked call. With several values of an argument it is called for each combination.
  static Values compile(Expression.Call call, References references) {
    BuiltIn function = BUILT_IN.get(call.function());
    if (function == null) {
      return _ -> List.of();
    }
    List<String> names = call.inputs().stream().map(Expression.Input::parameter).toList();
    List<Values> arguments =
        call.inputs().stream()
            .map(i -> Values.compile(i.value(), references, UnaryOperator.identity()))
            .toList();
    return row ->
        combinations(names, arguments, row).stream()
            .flatMap(given -> function.body.apply(given).stream())
            .toList();
  }

  private static List<Map<String, String>> combinations(
      List<String> names, List<Values> arguments, Row row) {
    List<Map<String, String>> made = new ArrayList<>();
    for (List<Value> choice :
        Combinations.of(arguments.stream().map(argument -> argument.of(row)).toList())) {
      Map<String, String> given = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        given.put(names.get(i), choice.get(i).text());
      }
      made.add(given);
    }
    return made;
  }

  private static String arg(Map<String, String> arguments, String name) {
    return arguments.getOrDefault(name, "");
  }

  private static List<Value> some(String text) {
    return List.of(Value.text(text));
  }

  private static List<Value> bool(boolean value) {
    return List.of(new Value(String.valueOf(value), Value.Kind.BOOLEAN));
  }

  /// Splits a text at each occurrence of the separator, which is a text and not a pattern. White
  /// space around a piece is removed, and empty pieces are left out. An empty separator splits
  /// nothing.
  private static List<Value> split(Map<String, String> arguments) {
    String separator = arg(arguments, SEPARATOR);
    String text = arg(arguments, TEXT);
    String[] pieces =
        separator.isEmpty() ? new String[] {text} : text.split(Pattern.quote(separator), -1);
    return Arrays.stream(pieces)
        .map(String::strip)
        .filter(piece -> !piece.isEmpty())
        .map(Value::text)
        .toList();
  }

  /// Writes a number without exponent and without trailing zeros: 25 for `2.50E+01`. Returns
  /// nothing for a text that is not a number or that has more than [#MAX_DIGITS] digits.
  private static List<Value> number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return List.of();
    }
    BigDecimal number = new BigDecimal(text);
    if (Math.abs((long) number.precision() - number.scale()) > MAX_DIGITS
        || Math.abs(number.scale()) > MAX_DIGITS) {
      return List.of();
    }
    BigDecimal shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    return List.of(
        new Value(
            shortest.toPlainString(),
            shortest.scale() > 0 ? Value.Kind.DECIMAL : Value.Kind.INTEGER));
  }

  /// Reads a date by a pattern of [DateTimeFormatter], with English names of months and days, and
  /// writes it as 2026-03-31. Returns nothing for a text that does not have that form, or where the
  /// pattern is a cell and not a pattern.
  private static List<Value> date(Map<String, String> arguments) {
    try {
      return some(
          LocalDate.parse(
                  arg(arguments, DATE).strip(),
                  DateTimeFormatter.ofPattern(arg(arguments, PATTERN), Locale.ENGLISH))
              .toString());
    } catch (DateTimeException | IllegalArgumentException _) {
      return List.of();
    }
  }

  /// Nothing if the text ends before the index.
  private static List<Value> substring(Map<String, String> arguments) {
    String text = arg(arguments, TEXT);
    String from = arg(arguments, GREL + "p_int_i_from");
    int start = from.matches("\\d{1,9}") ? Integer.parseInt(from) : Integer.MAX_VALUE;
    return start > text.length() ? List.of() : some(text.substring(start));
  }

  private static List<Value> escape(Map<String, String> arguments) {
    String text = arg(arguments, TEXT);
    return switch (arg(arguments, GREL + "modeParam")) {
      case "html", "xml" ->
          some(
              text.replace("&", "&amp;")
                  .replace("<", "&lt;")
                  .replace(">", "&gt;")
                  .replace("\"", "&quot;"));
      default -> List.of();
    };
  }

  private static List<Value> upperCaseUrl(Map<String, String> arguments) {
    String url = arg(arguments, STR).toUpperCase(Locale.ROOT);
    return some(url.startsWith("HTTP://") || url.startsWith("HTTPS://") ? url : "http://" + url);
  }
}
