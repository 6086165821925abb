package org.techrace.engine.expression;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.techrace.mapping.Expression;
import org.techrace.report.Report;
import org.techrace.table.Value;

/// The built-in functions of RML-FNML: those of the tool, and those with the IRIs of GREL and IDLab
/// that the community test cases use.
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

  /// The namespace of the functions of the tool and of their parameters.
  public static final String FN = "https://w3id.org/techrace/tool/function#";

  /// The function that finds the entity that a name means.
  public static final String LINK = Linking.IRI;

  private static final String FN_PATTERN = FN + "pattern";
  private static final String FN_OUT = FN + "out";

  /// The compiled date patterns of the mappings of this process, which are few.
  private static final Map<String, DateTimeFormatter> FORMATTERS = new ConcurrentHashMap<>();

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,400}\\.?\\d{0,400}|\\.\\d{1,400})([eE][+-]?\\d{1,9})?");

  /// The characters between groups of digits.
  private static final String GROUP_MARKS = ".,' \u00A0\u202F\u2019_";

  private static final Pattern UNPRINTABLE =
      Pattern.compile(
          "[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFFFE\\uFFFF\\x{D800}-\\x{DFFF}]");

  private static final int MAX_FORMATTERS = 1_000;

  /// The maximum number of digits before and after the point of a number; longer numbers are not
  /// written.
  private static final int MAX_DIGITS = 400;

  /// Returns the built-in functions by their IRIs.
  static Map<String, FunctionDefinition> builtIn() {
    Map<String, FunctionDefinition> functions = new HashMap<>(of());
    library().forEach(function -> functions.put(FN + function.name(), of(function)));
    functions.put(FN + Lookup.NAME, Lookup.DEFINITION);
    functions.put(Linking.IRI, Linking.DEFINITION);
    functions.putAll(UnitFunctions.definitions());
    return functions;
  }

  /// Returns the functions that take the IRIs of GREL and IDLab, and those that `init` writes.
  private static Map<String, FunctionDefinition> of() {
    return Map.ofEntries(
        text("toUpperCase", v -> v.toUpperCase(Locale.ROOT)),
        text("toLowerCase", v -> v.toLowerCase(Locale.ROOT)),
        text("string_trim", String::strip),
        text("string_reverse", v -> new StringBuilder(v).reverse().toString()),
        Map.entry(
            GREL + "string_length",
            FunctionDefinition.pure(
                Set.of(TEXT),
                GREL + "output_number",
                a ->
                    List.of(
                        new Value(
                            String.valueOf(arg(a, TEXT).codePointCount(0, arg(a, TEXT).length())),
                            Value.Kind.INTEGER)))),
        Map.entry(
            GREL + "string_substring",
            FunctionDefinition.pure(
                Set.of(TEXT, GREL + "p_int_i_from"), GREL + "stringOut", Functions::substring)),
        Map.entry(
            GREL + "string_replace",
            FunctionDefinition.pure(
                Set.of(TEXT, GREL + "param_find", GREL + "param_replace"),
                GREL + "stringOut",
                a ->
                    some(
                        arg(a, TEXT)
                            .replace(
                                arg(a, GREL + "param_find"), arg(a, GREL + "param_replace"))))),
        Map.entry(
            GREL + "string_split",
            FunctionDefinition.pure(
                Set.of(TEXT, SEPARATOR), GREL + "output_array", Functions::split)),
        Map.entry(
            GREL + "string_toNumber",
            FunctionDefinition.pure(
                Set.of(ANY), GREL + "output_number", a -> number(arg(a, ANY).strip()))),
        Map.entry(
            IDLAB + "normalizeDate",
            FunctionDefinition.pure(
                Set.of(DATE, PATTERN),
                IDLAB + "_stringOut",
                a -> date(arg(a, DATE), arg(a, PATTERN)))),
        Map.entry(
            GREL + "escape",
            FunctionDefinition.pure(
                Set.of(TEXT, GREL + "modeParam"), GREL + "stringOut", Functions::escape)),
        Map.entry(
            IDLAB + "toUpperCaseURL",
            FunctionDefinition.pure(Set.of(STR), IDLAB + "_stringOut", Functions::upperCaseUrl)),
        Map.entry(
            IDLAB + "alwaysReturnsABC",
            FunctionDefinition.pure(Set.of(), IDLAB + "_stringOut", _ -> some("ABC"))),
        Map.entry(
            IDLAB + "equal",
            FunctionDefinition.pure(
                Set.of(TEXT, OTHER),
                IDLAB + "_boolOut",
                a -> bool(arg(a, TEXT).equals(arg(a, OTHER))))),
        Map.entry(
            IDLAB + "notEqual",
            FunctionDefinition.pure(
                Set.of(TEXT, OTHER),
                IDLAB + "_boolOut",
                a -> bool(!arg(a, TEXT).equals(arg(a, OTHER))))));
  }

  private static FunctionDefinition of(LibraryFunction function) {
    String[] names = function.parameters().stream().map(FN::concat).toArray(String[]::new);
    return FunctionDefinition.pure(
        Set.of(names),
        FN_OUT,
        arguments -> {
          String[] values = new String[names.length];
          for (int i = 0; i < names.length; i++) {
            values[i] = arg(arguments, names[i]);
          }
          return function.call(values);
        });
  }

  /// Returns the functions of the tool, ordered by name.
  public static List<LibraryFunction> library() {
    List<LibraryFunction> all = new ArrayList<>(FunctionLibrary.functions());
    all.add(
        new LibraryFunction(
            "parseNumber",
            List.of("text", "decimalMark"),
            "The number of a text with a decimal mark and other marks between its digits",
            List.of("1.234,5", ","),
            "1234.5",
            a -> parseNumber(a.text(0), a.text(1))));
    all.add(
        new LibraryFunction(
            "parseDate",
            List.of("text", "pattern"),
            "The date of a text in a pattern of Java's DateTimeFormatter, with English names",
            List.of("5.3.2026", "d.M.uuuu"),
            "2026-03-05",
            a -> date(a.text(0), a.text(1))));
    all.add(
        new LibraryFunction(
            "clean",
            List.of("text"),
            "The text without control characters",
            List.of("a\u0007b"),
            "ab",
            a -> some(clean(a.text(0)))));
    all.sort(Comparator.comparing(LibraryFunction::name));
    return List.copyOf(all);
  }

  /// Returns the functions of the tool that use more than their arguments, or report them.
  public static List<FunctionDescription> described() {
    return Stream.concat(
            Stream.of(Linking.DESCRIPTION, Lookup.DESCRIPTION), UnitFunctions.DESCRIPTIONS.stream())
        .toList();
  }

  private Functions() {}

  private static Map.Entry<String, FunctionDefinition> text(
      String name, UnaryOperator<String> body) {
    return Map.entry(
        GREL + name,
        FunctionDefinition.pure(
            Set.of(TEXT), GREL + "stringOut", a -> some(body.apply(arg(a, TEXT)))));
  }

  /// Reports a constant date pattern that is invalid, and then returns false.
  static boolean checkPatterns(Expression.Call call, Report report) {
    for (Expression.Input input : call.inputs()) {
      if ((input.parameter().equals(PATTERN) || input.parameter().equals(FN_PATTERN))
          && input.value() instanceof Expression.Constant(var term)) {
        String pattern = term.isLiteral() ? term.getLiteralLexicalForm() : term.toString();
        try {
          var _ = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
          report.error(
              call.at(),
              "'%s' is not a date pattern: %s; expected a pattern such as M/d/uuuu"
                  .formatted(pattern, e.getMessage()));
          return false;
        }
      }
    }
    return true;
  }

  static String arg(Map<String, String> arguments, String name) {
    return arguments.getOrDefault(name, "");
  }

  private static List<Value> some(String text) {
    return List.of(Value.text(text));
  }

  private static List<Value> bool(boolean value) {
    return List.of(new Value(String.valueOf(value), Value.Kind.BOOLEAN));
  }

  /// Splits a text at each occurrence of the separator, which is a plain text and not a pattern.
  /// Removes white space around the pieces and drops empty pieces. With an empty separator, the
  /// text is not split.
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

  /// Writes a number without exponent and trailing zeros: 25 for `2.50E+01`. Returns no value for a
  /// text that is not a number or has more than [#MAX_DIGITS] digits.
  static List<Value> number(String text) {
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

  /// Parses a date with a pattern of [DateTimeFormatter] and English names of months and days, and
  /// writes it as 2026-03-31. Returns no value if the text or the pattern is invalid.
  private static List<Value> date(String text, String pattern) {
    try {
      return some(LocalDate.parse(text.strip(), formatter(pattern)).toString());
    } catch (DateTimeException | IllegalArgumentException _) {
      return List.of();
    }
  }

  static DateTimeFormatter formatter(String pattern) {
    DateTimeFormatter known = FORMATTERS.get(pattern);
    if (known != null) {
      return known;
    }
    DateTimeFormatter made = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    if (FORMATTERS.size() < MAX_FORMATTERS) {
      FORMATTERS.put(pattern, made);
    }
    return made;
  }

  /// Removes the characters that a literal should not contain: control characters other than tabs
  /// and line ends, and those that change the direction of the text.
  private static String clean(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("");
  }

  /// Parses a number with a decimal mark; the other marks between its digits are left out.
  private static List<Value> parseNumber(String cell, String mark) {
    StringBuilder number = new StringBuilder();
    String text = cell.strip();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (mark.length() == 1 && c == mark.charAt(0)) {
        number.append('.');
      } else if (GROUP_MARKS.indexOf(c) < 0) {
        number.append(c);
      }
    }
    return number(number.toString());
  }

  /// Returns the text from an index, or no value if the text ends before it.
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
