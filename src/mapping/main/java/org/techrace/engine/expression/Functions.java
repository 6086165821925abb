package org.techrace.engine.expression;

import java.text.DecimalFormat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.techrace.mapping.Expression;
import org.techrace.rdf.Xml;
import org.techrace.report.Report;
import org.techrace.table.Value;

/// The built-in functions of RML-FNML: those of the tool, and those with the IRIs of GREL, IDLab
/// and Morph-KGC that do the same or that the community test cases use.
public final class Functions {
  private static final String GREL = "http://users.ugent.be/~bjdmeest/function/grel.ttl#";
  private static final String IDLAB = "https://w3id.org/imec/idlab/function#";
  private static final String MORPH =
      "https://github.com/morph-kgc/morph-kgc/function/built-in.ttl#";
  private static final String TEXT = GREL + "valueParam";
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
    functions.putAll(aliases());
    library().forEach(function -> functions.put(CallArguments.FN + function.name(), of(function)));
    functions.put(CallArguments.FN + Lookup.NAME, Lookup.DEFINITION);
    functions.put(Linking.IRI, Linking.DEFINITION);
    functions.putAll(UnitFunctions.definitions());
    return functions;
  }

  /// Returns the functions that take the IRIs of GREL and IDLab, and those that `init` writes.
  private static Map<String, FunctionDefinition> of() {
    return Map.ofEntries(
        Map.entry(
            GREL + "string_substring",
            FunctionDefinition.reading(
                Set.of(TEXT, GREL + "p_int_i_from"),
                Set.of(GREL + "param_int_i_opt_to"),
                GREL + "stringOut",
                Functions::substring)),
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
                    FunctionLibrary.isTrue(CallArguments.of(a, IDLAB + "_strBoolean"))
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
            GREL + "controls_if",
            FunctionDefinition.reading(
                Set.of(GREL + "bool_b", GREL + "any_true"),
                Set.of(GREL + "any_false"),
                GREL + "output_any",
                Functions::chosen)));
  }

  /// Returns the first text if the condition is true, otherwise the second one if it is given.
  private static List<Value> chosen(Map<String, String> arguments) {
    boolean holds = FunctionLibrary.isTrue(CallArguments.of(arguments, GREL + "bool_b"));
    return Optional.ofNullable(arguments.get(GREL + (holds ? "any_true" : "any_false"))).stream()
        .map(Value::text)
        .toList();
  }

  /// Returns the functions of GREL, IDLab and Morph-KGC that do what one of the tool does.
  private static Map<String, FunctionDefinition> aliases() {
    Map<String, LibraryFunction> library =
        library().stream().collect(Collectors.toMap(LibraryFunction::name, f -> f));
    return FunctionTable.lines("aliases.tsv")
        .map(line -> line.split("\t", -1))
        .collect(
            Collectors.toMap(
                cells -> elsewhere(cells[0]),
                cells ->
                    of(
                        Objects.requireNonNull(library.get(cells[1]), cells[1]),
                        Arrays.stream(cells[2].split(" ", -1))
                            .map(Functions::elsewhere)
                            .toArray(String[]::new),
                        Set.of(),
                        elsewhere(cells[3]))));
  }

  /// Returns an IRI of `aliases.tsv`.
  private static String elsewhere(String name) {
    int colon = name.indexOf(':');
    return switch (name.substring(0, Math.max(0, colon))) {
      case "idlab" -> IDLAB + name.substring(colon + 1);
      case "morph" -> MORPH + name.substring(colon + 1);
      default -> GREL + name;
    };
  }

  private static FunctionDefinition of(LibraryFunction function) {
    String[] names =
        function.parameters().stream().map(CallArguments.FN::concat).toArray(String[]::new);
    return of(function, names, Set.of(CallArguments.OTHERWISE), FN_OUT);
  }

  /// Returns a function of the tool with other IRIs.
  private static FunctionDefinition of(
      LibraryFunction function, String[] names, Set<String> optional, String output) {
    return FunctionDefinition.reading(
        Set.of(names),
        optional,
        output,
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
      case IDLAB + "normalizeDateTime", CallArguments.FN + "parseDateTime" ->
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

  /// Returns the text from an index to its end or another index, or no value if the text ends
  /// before it.
  private static List<Value> substring(Map<String, String> arguments) {
    String text = CallArguments.of(arguments, TEXT);
    int start = position(CallArguments.of(arguments, GREL + "p_int_i_from"));
    String to = CallArguments.of(arguments, GREL + "param_int_i_opt_to");
    int end = to.isEmpty() ? Characters.count(text) : position(to);
    return start > Math.min(end, Characters.count(text))
        ? List.of()
        : some(Characters.between(text, start, end));
  }

  private static int position(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw new UnreadableArgumentException(text, "is not a position", "such as 0");
    }
    return Integer.parseInt(text);
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
