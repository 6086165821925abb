package org.techrace.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.techrace.mapping.Expression;
import org.techrace.report.Nearest;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.Value;

/// The built-in functions of RML-FNML, with the IRIs that the community's cases use (GREL and
/// IDLab).
final class Functions {
  private static final String GREL = "http://users.ugent.be/~bjdmeest/function/grel.ttl#";
  private static final String IDLAB = "https://w3id.org/imec/idlab/function#";
  private static final String TEXT = GREL + "valueParam";
  private static final String OTHER = GREL + "valueParam2";
  private static final String STR = IDLAB + "str";

  /// A function: the parameters it needs, the output it has, and what it does. Returning nothing
  /// means null.
  private record BuiltIn(
      Set<String> parameters, String output, Function<Map<String, String>, Optional<Value>> body) {}

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
                      Optional.of(
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
  static boolean check(Expression.Call call, Report report) {
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
    List<Map<String, String>> made = List.of(Map.of());
    for (int i = 0; i < names.size(); i++) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> start : made) {
        for (Value value : arguments.get(i).of(row)) {
          Map<String, String> more = new HashMap<>(start);
          more.put(names.get(i), value.text());
          longer.add(more);
        }
      }
      made = longer;
    }
    return made;
  }

  private static String arg(Map<String, String> arguments, String name) {
    return arguments.getOrDefault(name, "");
  }

  private static Optional<Value> some(String text) {
    return Optional.of(Value.text(text));
  }

  private static Optional<Value> bool(boolean value) {
    return Optional.of(new Value(String.valueOf(value), Value.Kind.BOOLEAN));
  }

  /// Nothing if the text ends before the index.
  private static Optional<Value> substring(Map<String, String> arguments) {
    String text = arg(arguments, TEXT);
    String from = arg(arguments, GREL + "p_int_i_from");
    int start = from.matches("\\d{1,9}") ? Integer.parseInt(from) : Integer.MAX_VALUE;
    return start > text.length() ? Optional.empty() : some(text.substring(start));
  }

  private static Optional<Value> escape(Map<String, String> arguments) {
    String text = arg(arguments, TEXT);
    return switch (arg(arguments, GREL + "modeParam")) {
      case "html", "xml" ->
          some(
              text.replace("&", "&amp;")
                  .replace("<", "&lt;")
                  .replace(">", "&gt;")
                  .replace("\"", "&quot;"));
      default -> Optional.empty();
    };
  }

  private static Optional<Value> upperCaseUrl(Map<String, String> arguments) {
    String url = arg(arguments, STR).toUpperCase(Locale.ROOT);
    return some(url.startsWith("HTTP://") || url.startsWith("HTTPS://") ? url : "http://" + url);
  }
}
