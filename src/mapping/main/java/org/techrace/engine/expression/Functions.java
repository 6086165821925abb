package org.techrace.engine.expression;

import java.text.DecimalFormat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.techrace.mapping.Expression;
import org.techrace.rdf.Xml;
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

  /// The function that finds the entity that a name means.
  public static final String LINK = Linking.IRI;

  private static final String FN_PATTERN = CallArguments.FN + "pattern";
  private static final String FN_OUT = CallArguments.FN + "out";

  /// Returns the built-in functions by their IRIs.
  static Map<String, FunctionDefinition> builtIn() {
    Map<String, FunctionDefinition> functions = new HashMap<>(of());
    library().forEach(function -> functions.put(CallArguments.FN + function.name(), of(function)));
    functions.put(CallArguments.FN + Lookup.NAME, Lookup.DEFINITION);
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
                            String.valueOf(
                                CallArguments.of(a, TEXT)
                                    .codePointCount(0, CallArguments.of(a, TEXT).length())),
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
                        CallArguments.of(a, TEXT)
                            .replace(
                                CallArguments.of(a, GREL + "param_find"),
                                CallArguments.of(a, GREL + "param_replace"))))),
        Map.entry(
            GREL + "string_split",
            FunctionDefinition.pure(
                Set.of(TEXT, SEPARATOR), GREL + "output_array", Functions::split)),
        Map.entry(
            GREL + "string_toNumber",
            FunctionDefinition.pure(
                Set.of(ANY),
                GREL + "output_number",
                a ->
                    unlessBlank(
                        CallArguments.of(a, ANY), text -> Numbers.value(Numbers.read(text))))),
        Map.entry(
            IDLAB + "normalizeDate",
            FunctionDefinition.pure(
                Set.of(DATE, PATTERN),
                IDLAB + "_stringOut",
                a ->
                    unlessBlank(
                        CallArguments.of(a, DATE),
                        text -> DatePatterns.date(text, CallArguments.of(a, PATTERN))))),
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
            IDLAB + "trueCondition",
            FunctionDefinition.pure(
                Set.of(IDLAB + "_strBoolean", STR),
                IDLAB + "_stringOut",
                a ->
                    CallArguments.of(a, IDLAB + "_strBoolean").equals("true")
                        ? some(CallArguments.of(a, STR))
                        : List.of())),
        Map.entry(
            IDLAB + "stringContainsOtherString",
            FunctionDefinition.pure(
                Set.of(STR, IDLAB + "_otherStr", IDLAB + "_delimiter"),
                IDLAB + "_boolOut",
                a ->
                    bool(
                        List.of(
                                CallArguments.of(a, STR)
                                    .split(
                                        Pattern.quote(CallArguments.of(a, IDLAB + "_delimiter")),
                                        -1))
                            .contains(CallArguments.of(a, IDLAB + "_otherStr"))))),
        Map.entry(
            IDLAB + "equal",
            FunctionDefinition.pure(
                Set.of(TEXT, OTHER),
                IDLAB + "_boolOut",
                a -> bool(CallArguments.of(a, TEXT).equals(CallArguments.of(a, OTHER))))),
        Map.entry(
            IDLAB + "notEqual",
            FunctionDefinition.pure(
                Set.of(TEXT, OTHER),
                IDLAB + "_boolOut",
                a -> bool(!CallArguments.of(a, TEXT).equals(CallArguments.of(a, OTHER))))));
  }

  private static FunctionDefinition of(LibraryFunction function) {
    String[] names =
        function.parameters().stream().map(CallArguments.FN::concat).toArray(String[]::new);
    return FunctionDefinition.reading(
        Set.of(names),
        Set.of(CallArguments.OTHERWISE),
        FN_OUT,
        arguments -> {
          String[] values = new String[names.length];
          for (int i = 0; i < names.length; i++) {
            values[i] = CallArguments.of(arguments, names[i]);
          }
          return function.call(values);
        });
  }

  /// Returns the functions of the tool, ordered by name.
  public static List<LibraryFunction> library() {
    return FunctionLibrary.functions();
  }

  /// Returns the functions of the tool that use more than their arguments, or report them.
  public static List<FunctionDescription> described() {
    Set<String> library =
        library().stream().map(LibraryFunction::name).collect(Collectors.toUnmodifiableSet());
    return FunctionTable.rows().stream()
        .filter(row -> !library.contains(row.name()))
        .map(
            row ->
                new FunctionDescription(
                    row.name(), row.parameters(), row.description(), row.call(), row.result()))
        .toList();
  }

  private Functions() {}

  private static Map.Entry<String, FunctionDefinition> text(
      String name, UnaryOperator<String> body) {
    return Map.entry(
        GREL + name,
        FunctionDefinition.pure(
            Set.of(TEXT), GREL + "stringOut", a -> some(body.apply(CallArguments.of(a, TEXT)))));
  }

  /// Reports a constant pattern that is invalid, and then returns false.
  static boolean checkPatterns(Expression.Call call, Report report) {
    for (String parameter : List.of(PATTERN, FN_PATTERN)) {
      Optional<String> pattern = CallArguments.constant(call, parameter);
      Optional<String> fault = pattern.flatMap(text -> faultOfPattern(call.function(), text));
      if (fault.isPresent()) {
        report.error(call.at(), "'%s' is not %s".formatted(pattern.get(), fault.get()));
        return false;
      }
    }
    return true;
  }

  private static Optional<String> faultOfPattern(String function, String pattern) {
    return switch (function) {
      case IDLAB + "normalizeDate", CallArguments.FN + "parseDate" ->
          DatePatterns.faultOfReading(pattern, false).map(Functions::noDatePattern);
      case CallArguments.FN + "parseDateTime" ->
          DatePatterns.faultOfReading(pattern, true)
              .map("a pattern of a date and time: %s; expected such as M/d/uuuu H:mm"::formatted);
      case CallArguments.FN + "formatDate" ->
          DatePatterns.faultOfWriting(pattern).map(Functions::noDatePattern);
      case CallArguments.FN + "formatNumber" -> faultOfNumberPattern(pattern);
      default -> faultOfRegex(pattern);
    };
  }

  private static String noDatePattern(String fault) {
    return "a date pattern: %s; expected a pattern such as M/d/uuuu".formatted(fault);
  }

  private static Optional<String> faultOfNumberPattern(String pattern) {
    try {
      var _ = new DecimalFormat(pattern);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "a number pattern: %s; expected such as #,##0.00".formatted(e.getMessage()));
    }
  }

  private static Optional<String> faultOfRegex(String pattern) {
    try {
      var _ = Pattern.compile(pattern);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of("a regular expression: " + e.getDescription());
    }
  }

  private static List<Value> some(String text) {
    return List.of(Value.text(text));
  }

  private static List<Value> unlessBlank(String text, Function<String, Value> body) {
    return text.isBlank() ? List.of() : List.of(body.apply(text));
  }

  private static List<Value> bool(boolean value) {
    return List.of(new Value(String.valueOf(value), Value.Kind.BOOLEAN));
  }

  /// Splits a text at each occurrence of the separator, which is a plain text and not a pattern.
  /// Removes white space around the pieces and drops empty pieces. With an empty separator, the
  /// text is not split.
  private static List<Value> split(Map<String, String> arguments) {
    String separator = CallArguments.of(arguments, SEPARATOR);
    String text = CallArguments.of(arguments, TEXT);
    String[] pieces =
        separator.isEmpty() ? new String[] {text} : text.split(Pattern.quote(separator), -1);
    return Arrays.stream(pieces)
        .map(String::strip)
        .filter(piece -> !piece.isEmpty())
        .map(Value::text)
        .toList();
  }

  /// Returns the text from an index, or no value if the text ends before it.
  private static List<Value> substring(Map<String, String> arguments) {
    String text = CallArguments.of(arguments, TEXT);
    String from = CallArguments.of(arguments, GREL + "p_int_i_from");
    if (!from.matches("\\d{1,9}")) {
      throw new UnreadableArgumentException(from, "is not a position", "such as 0");
    }
    int start = Integer.parseInt(from);
    return start > text.length() ? List.of() : some(text.substring(start));
  }

  private static List<Value> escape(Map<String, String> arguments) {
    String text = CallArguments.of(arguments, TEXT);
    String mode = CallArguments.of(arguments, GREL + "modeParam");
    return switch (mode) {
      case "html", "xml" -> some(Xml.escaped(text));
      default -> throw new UnreadableArgumentException(mode, "is not a mode", "html or xml");
    };
  }

  private static List<Value> upperCaseUrl(Map<String, String> arguments) {
    String url = CallArguments.of(arguments, STR).toUpperCase(Locale.ROOT);
    return some(url.startsWith("HTTP://") || url.startsWith("HTTPS://") ? url : "http://" + url);
  }
}
