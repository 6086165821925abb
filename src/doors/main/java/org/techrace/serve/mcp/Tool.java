package org.techrace.serve.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.techrace.report.Nearest;
import org.techrace.serve.http.Refusal;
import tools.jackson.databind.node.ObjectNode;

/// A tool that a client can call.
///
/// @param description what it is for and what its answer contains, for a language model
/// @param more the properties that its answer has in addition to those of every answer, as JSON
///   Schema
/// @param work returns the answer; throws [org.techrace.serve.http.Refusal] if there is none
record Tool(
    String name,
    String title,
    String description,
    List<Parameter> parameters,
    Map<String, Object> more,
    Function<ToolCall, ObjectNode> work) {

  /// A parameter of a tool.
  ///
  /// @param type its JSON Schema without the description
  record Parameter(String name, String description, boolean required, Map<String, Object> type) {
    private static final String TYPE = "type";
    private static final String LEAST = "minimum";
    private static final String MOST = "maximum";
    private static final String WORDS = "enum";
    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
    private static final Map<String, Object> TEXT = Map.of(TYPE, "string");

    static Parameter text(String name, String description) {
      return new Parameter(name, description, false, TEXT);
    }

    static Parameter needed(String name, String description) {
      return new Parameter(name, description, true, TEXT);
    }

    /// A whole number.
    static Parameter number(String name, String description, int least, int most) {
      return new Parameter(
          name, description, false, Map.of(TYPE, "integer", LEAST, least, MOST, most));
    }

    static Parameter flag(String name, String description) {
      return new Parameter(name, description, false, Map.of(TYPE, "boolean"));
    }

    /// One of some words.
    static Parameter choice(String name, String description, List<String> words) {
      return new Parameter(name, description, false, Map.of(TYPE, "string", WORDS, words));
    }

    /// Returns the value of an argument.
    ///
    /// @param given the argument as JSON, or its text
    /// @throws Refusal 400 if it is not of the type
    Object read(Object given) {
      String text = String.valueOf(given);
      if (type.equals(TEXT)) {
        if (given instanceof String || given instanceof Number) {
          return text;
        }
        throw new Refusal(400, "'%s' must be a text, not %s.".formatted(name, text));
      }
      if (type.get(WORDS) instanceof List<?> words) {
        if (words.contains(text)) {
          return text;
        }
        throw new Refusal(
            400,
            "'%s' must be %s, not '%s'."
                .formatted(
                    name,
                    words.stream()
                        .map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" or ")),
                    text));
      }
      if (type.get(LEAST) instanceof Integer least && type.get(MOST) instanceof Integer most) {
        if (WHOLE.matcher(text).matches()) {
          int number = Integer.parseInt(text);
          if (number >= least && number <= most) {
            return number;
          }
        }
        throw new Refusal(
            400,
            "'%s' must be a number from %d to %d, not '%s'.".formatted(name, least, most, text));
      }
      if (text.equals("true") || text.equals("false")) {
        return text.equals("true");
      }
      throw new Refusal(400, "'%s' must be true or false, not '%s'.".formatted(name, text));
    }

    private Map<String, Object> schema() {
      return ToolAnswer.described(type, description);
    }
  }

  /// Returns the JSON Schema of the answers.
  Map<String, Object> answerSchema() {
    return ToolAnswer.schema(more);
  }

  /// Returns the arguments of a call, with the types that the tool expects.
  ///
  /// @param given the arguments as JSON, or their texts
  /// @param kind what the client calls them
  /// @throws Refusal 400 for an unknown argument, a missing one or a wrong value
  Map<String, Object> arguments(Map<String, ?> given, String kind) {
    List<String> names = parameters.stream().map(Parameter::name).toList();
    for (String one : given.keySet()) {
      if (!names.contains(one)) {
        throw new Refusal(
            400, "There is no %s '%s'; %s".formatted(kind, one, suggested(one, names, given)));
      }
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      Optional<?> value = Optional.ofNullable(given.get(parameter.name()));
      value.ifPresent(one -> arguments.put(parameter.name(), parameter.read(one)));
      if (parameter.required() && value.isEmpty()) {
        throw new Refusal(
            400,
            "The %s '%s' is missing: %s."
                .formatted(kind, parameter.name(), parameter.description()));
      }
    }
    return arguments;
  }

  /// Returns a hint about an argument that does not exist: the nearest one that is not given, or
  /// else the one that must be.
  private String suggested(String name, List<String> names, Map<String, ?> given) {
    List<String> open = names.stream().filter(one -> !given.containsKey(one)).toList();
    return Nearest.of(name, open)
        .or(
            () ->
                parameters.stream()
                    .filter(one -> one.required() && open.contains(one.name()))
                    .map(Parameter::name)
                    .findFirst())
        .map("did you mean '%s'?"::formatted)
        .orElseGet(() -> Nearest.suggest(name, names));
  }

  /// Returns the JSON Schema of the arguments. Other arguments are refused.
  Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    parameters.forEach(parameter -> properties.put(parameter.name(), parameter.schema()));
    List<String> required =
        parameters.stream().filter(Parameter::required).map(Parameter::name).toList();
    return Map.of(
        "type",
        "object",
        "properties",
        properties,
        "required",
        required,
        "additionalProperties",
        false);
  }
}
