package org.techrace.serve.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.work.Caller;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The tools as addresses: their arguments are parameters of a GET request. `show_question` is not
/// among them, because each question has an address.
///
/// @param tools the tools
/// @param path the path in front of their names
public record ToolRequests(Tools tools, String path) {
  private static final Map<String, String> NAMES =
      Map.of(
          "find", "find",
          "show_class", "classes",
          "query", "query",
          "coverage", "coverage",
          "explain", "explain");

  /// The parameters that every address has.
  private static final List<String> COMMON = List.of("format", "release");

  /// Returns a route for each tool.
  public List<Route> routes() {
    return served()
        .map(tool -> Route.get(address(tool), (request, lease) -> answer(tool, request, lease)))
        .toList();
  }

  private Stream<Tool> served() {
    return tools.all().stream().filter(tool -> NAMES.containsKey(tool.name()));
  }

  private String address(Tool tool) {
    return path + "/" + NAMES.get(tool.name());
  }

  private static Answer answer(Tool tool, Request request, Lease lease) {
    request.choose(List.of(Format.JSON));
    Map<String, Object> arguments = arguments(tool, request.parameters());
    return HttpJson.answer(tool.work().apply(new ToolCall(arguments, lease, Caller.of(request))));
  }

  /// Returns the arguments of a call, with the types that the tool expects.
  ///
  /// @throws Refusal 400 for an unknown parameter, a missing one or a wrong value
  static Map<String, Object> arguments(Tool tool, Parameters parameters) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String name : parameters.values().keySet()) {
      if (!COMMON.contains(name)) {
        given.put(name, parameters.first(name).orElse(""));
      }
    }
    return tool.arguments(given, "parameter");
  }

  /// Adds the addresses to the paths of an OpenAPI document.
  public void describe(ObjectNode paths, String tag) {
    served()
        .forEach(
            tool -> {
              String name = NAMES.getOrDefault(tool.name(), tool.name());
              ObjectNode get = paths.putObject("/" + name).putObject("get");
              get.putArray("tags").add(tag);
              get.put("operationId", name).put("summary", tool.title());
              get.put("description", tool.description());
              ArrayNode parameters = get.putArray("parameters");
              for (Tool.Parameter parameter : tool.parameters()) {
                ObjectNode one = parameters.addObject();
                one.put("name", parameter.name()).put("in", "query");
                one.put("required", parameter.required());
                one.put("description", parameter.description());
                one.set("schema", json(parameter.type()));
              }
              ObjectNode responses = get.putObject("responses");
              responses
                  .putObject("200")
                  .put("description", "The answer")
                  .putObject("content")
                  .putObject("application/json")
                  .set("schema", json(tool.answerSchema()));
              for (String status : List.of("4XX", "default")) {
                responses.putObject(status).put("$ref", "#/components/responses/Problem");
              }
            });
  }

  private static JsonNode json(Map<String, Object> schema) {
    return JsonMapper.shared().valueToTree(schema);
  }
}
