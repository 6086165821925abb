package org.techrace.mapping.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.techrace.rdf.Turtle;

/// Translates function calls and conditions of YARRRML.
final class YarrrmlFunctions {
  /// The largest number of calls in a document. Aliases of YAML can repeat a call many times.
  private static final int MAX_CALLS = 10_000;

  private static final String EQUAL = "https://w3id.org/imec/idlab/function#equal";
  private static final String GREL = "http://users.ugent.be/~bjdmeest/function/grel.ttl#";
  private static final Set<String> CALL =
      Set.of(
          "function",
          "fn",
          "f",
          "parameters",
          "pms",
          "type",
          "datatype",
          "language",
          "targets",
          "target",
          "t",
          "condition");
  private static final Set<String> PARAMETER =
      Set.of("parameter", "pm", "value", "v", "type", "from");

  private final YarrrmlNames names;
  private final YarrrmlTerms terms;
  private int calls;

  YarrrmlFunctions(YarrrmlNames names, YarrrmlTerms terms) {
    this.names = names;
    this.terms = terms;
  }

  /// A parameter with its value, and the side of a join that the value belongs to: `s`, `o`, or an
  /// empty text.
  private record Argument(
      YamlValue at, String parameter, YamlValue value, String text, String side) {}

  /// Returns `rml:functionExecution [ … ]` for a map with the key `function`.
  String execution(YamlValue map) {
    map.allowOnly("a function", CALL);
    Optional<YamlValue> function = map.get("function", "fn", "f");
    if (function.isEmpty()) {
      map.error("the condition has no function; add one such as idlab-fn:equal");
      return "rml:constant \"\"";
    }
    calls++;
    if (calls > MAX_CALLS) {
      throw new IllegalStateException("more than %,d function calls".formatted(MAX_CALLS));
    }
    if (function.get().text().contains("(")) {
      return inline(function.get(), function.get().text().strip());
    }
    List<String> inputs = new ArrayList<>();
    for (YamlValue parameter : map.all("parameters", "pms")) {
      argument(parameter, function.get().text()).ifPresent(a -> inputs.add(input(a)));
    }
    return call(function.get(), function.get().text(), inputs);
  }

  private String call(YamlValue at, String function, List<String> inputs) {
    String name = function.equals("equal") ? EQUAL : names.expand(function);
    String head = "rml:function " + names.iri(name, at);
    return "rml:functionExecution [ %s%s ]"
        .formatted(head, inputs.isEmpty() ? "" : " ; rml:input " + String.join(" , ", inputs));
  }

  private String input(Argument argument) {
    String parameter = "rml:parameter " + names.iri(argument.parameter, argument.at);
    return "[ %s ; %s ]".formatted(parameter, value(argument));
  }

  private String value(Argument argument) {
    if (argument.value.isMap() && YarrrmlTerms.has(argument.value, "function", "fn", "f")) {
      return "rml:inputValueMap [ " + execution(argument.value) + " ]";
    }
    if (isInline(argument.text)) {
      return "rml:inputValueMap [ " + inline(argument.value, argument.text) + " ]";
    }
    boolean isIri = argument.text.endsWith("~iri");
    YarrrmlTemplate template = terms.template(YarrrmlTerms.withoutEnd(argument.text, "~iri"));
    if (template.isConstant()) {
      return "rml:inputValue "
          + (isIri
              ? names.iri(template.constant(), argument.value)
              : Turtle.quoted(template.constant()));
    }
    String type = isIri ? "rml:IRI" : "rml:Literal";
    return "rml:inputValueMap [ %s ; rml:termType %s ]".formatted(template.rml(), type);
  }

  private Optional<Argument> argument(YamlValue parameter, String function) {
    if (parameter.isMap()) {
      parameter.allowOnly("a parameter", PARAMETER);
      Optional<YamlValue> name = parameter.get("parameter", "pm");
      Optional<YamlValue> value = parameter.get("value", "v");
      if (name.isPresent() && value.isPresent()) {
        String end =
            parameter.get("type").filter(t -> t.text().equals("iri")).map(_ -> "~iri").orElse("");
        return Optional.of(
            new Argument(
                name.get(),
                parameterOf(name.get().text(), function),
                value.get(),
                value.get().text() + end,
                parameter.get("from").map(YamlValue::text).orElse("")));
      }
    } else if (isNamed(parameter.items())) {
      List<YamlValue> parts = parameter.items();
      String side = parts.size() == 3 ? parts.get(2).text() : "";
      return Optional.of(
          new Argument(
              parts.getFirst(),
              parameterOf(parts.getFirst().text(), function),
              parts.get(1),
              parts.get(1).text(),
              side));
    }
    parameter.error(
        "the parameter is not complete; expected [name, value], or the keys parameter and value");
    return Optional.empty();
  }

  /// Returns true if a list has a name and a value, and perhaps the side of a join.
  private static boolean isNamed(List<YamlValue> parts) {
    return (parts.size() == 2 || parts.size() == 3)
        && parts.stream().limit(2).noneMatch(YamlValue::isNull);
  }

  /// Returns the IRI of a parameter. One without a prefix is in the namespace of the function.
  private String parameterOf(String name, String function) {
    if (function.equals("equal") && name.matches("str[12]")) {
      return GREL + (name.equals("str1") ? "valueParam" : "valueParam2");
    }
    return name.contains(":") ? names.expand(name) : names.namespaceOf(function).orElse("") + name;
  }

  private static boolean isInline(String text) {
    return text.matches("(?s)[A-Za-z][\\w.-]*:[\\w./#-]*\\(.*\\)");
  }

  /// Translates a call in one line: `grel:toUpperCase(valueParam = $(name))`.
  private String inline(YamlValue at, String text) {
    int open = text.indexOf('(');
    if (!text.endsWith(")")) {
      at.error("the function '%s' has no closing bracket".formatted(text));
      return call(at, text.substring(0, open), List.of());
    }
    String function = text.substring(0, open).strip();
    List<String> inputs = new ArrayList<>();
    for (String part : split(text.substring(open + 1, text.length() - 1))) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        at.error("the argument '%s' has no name; expected name = value".formatted(part.strip()));
      } else {
        inputs.add(
            input(
                new Argument(
                    at,
                    parameterOf(part.substring(0, equals).strip(), function),
                    at,
                    unquoted(part.substring(equals + 1).strip()),
                    "")));
      }
    }
    return call(at, function, inputs);
  }

  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  /// Splits arguments at commas outside brackets and quotes.
  private static List<String> split(String arguments) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    boolean isQuoted = false;
    for (int i = 0; i < arguments.length(); i++) {
      char c = arguments.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        isQuoted = !isQuoted;
      } else if (!isQuoted && c == '(') {
        depth++;
      } else if (!isQuoted && c == ')') {
        depth--;
      } else if (!isQuoted && c == ',' && depth == 0) {
        parts.add(arguments.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(arguments.substring(start));
    return parts.stream().filter(part -> !part.isBlank()).toList();
  }

  /// Translates the condition of a link to the sides of a join: `rml:child "…" ; rml:parent "…"`.
  ///
  /// @param isInverse true if the row of the link is the parent
  String join(YamlValue condition, boolean isInverse) {
    Optional<YamlValue> function = condition.get("function", "fn", "f");
    String name = function.map(YamlValue::text).orElse("");
    List<YamlValue> parameters = condition.all("parameters", "pms");
    if ((!name.equals("equal") && !names.expand(name).equals(EQUAL)) || parameters.size() != 2) {
      condition.error(
          "a link needs the function equal with two parameters, such as [str1, $(id)] and [str2,"
              + " $(id)]");
      return "";
    }
    List<String> sides = new ArrayList<>();
    boolean isSwapped = false;
    for (int i = 0; i < 2; i++) {
      Optional<Argument> argument = argument(parameters.get(i), "");
      if (argument.isPresent()) {
        String side = sideOf(argument.get(), i == 0 ? "s" : "o");
        boolean isParent = side.startsWith("o") != isInverse;
        isSwapped |= i == 0 && isParent;
        sides.add(side(argument.get(), isParent ? "parent" : "child"));
      }
    }
    if (isSwapped) {
      sides.addFirst(sides.removeLast());
    }
    return String.join(" ; ", sides);
  }

  private String sideOf(Argument argument, String usual) {
    if (!argument.side.isEmpty()) {
      return argument.side;
    }
    for (YamlValue inner : argument.value.all("parameters", "pms")) {
      Optional<Argument> found = argument(inner, "");
      if (found.isPresent() && !found.get().side.isEmpty()) {
        return found.get().side;
      }
    }
    return usual;
  }

  private String side(Argument argument, String property) {
    if (argument.value.isMap()) {
      return "rml:%sMap [ %s ]".formatted(property, execution(argument.value));
    }
    YarrrmlTemplate template = terms.template(argument.text);
    if (template.isReference()) {
      return "rml:%s %s".formatted(property, Turtle.quoted(template.references().getFirst()));
    }
    return "rml:%sMap [ %s ]"
        .formatted(
            property,
            template.isConstant()
                ? "rml:constant " + Turtle.quoted(template.constant())
                : template.rml());
  }
}
