package org.techrace.serve.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// A tool that a client can call.
///
/// @param description what it is for and what its answer contains, for a language model
/// @param work returns the answer; throws [org.techrace.serve.http.Refusal] if there is none
record Tool(
    String name,
    String title,
    String description,
    List<Parameter> parameters,
    Function<ToolCall, ObjectNode> work) {

  /// A parameter of a tool.
  ///
  /// @param most the greatest value of a number; 0 for a text
  record Parameter(String name, String description, boolean required, int most) {
    static Parameter text(String name, String description) {
      return new Parameter(name, description, false, 0);
    }

    static Parameter needed(String name, String description) {
      return new Parameter(name, description, true, 0);
    }

    static Parameter number(String name, String description, int most) {
      return new Parameter(name, description, false, most);
    }

    private Map<String, Object> schema() {
      return most == 0
          ? Map.of("type", "string", "description", description)
          : Map.of("type", "integer", "minimum", 1, "maximum", most, "description", description);
    }
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
