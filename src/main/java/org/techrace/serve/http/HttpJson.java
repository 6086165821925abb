package org.techrace.serve.http;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON in and out.
public final class HttpJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private HttpJson() {}

  /// An answer from the release.
  public static Answer answer(JsonNode json) {
    return Answer.ok(Format.JSON, Body.of(MAPPER.writeValueAsBytes(json)));
  }

  /// An empty object.
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// An empty array.
  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /// Reads a JSON object.
  ///
  /// @param what what it is, for the refusal
  /// @throws Refusal 400 if it is not one
  public static JsonNode read(String text, String what) {
    try {
      JsonNode read = MAPPER.readTree(text);
      if (read.isObject()) {
        return read;
      }
      throw new Refusal(400, what + " is JSON, but no object; see /reconcile for the form.");
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw at == null
          ? new Refusal(400, what + " is not JSON.")
          : new Refusal(
                  400,
                  "%s is not JSON (line %d, column %d)."
                      .formatted(what, at.getLineNr(), at.getColumnNr()))
              .at(at.getLineNr(), at.getColumnNr());
    }
  }
}
