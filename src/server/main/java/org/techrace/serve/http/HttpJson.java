package org.techrace.serve.http;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads and writes JSON.
public final class HttpJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private HttpJson() {}

  /// An answer of status 200 that is valid as long as the release is served.
  public static Answer answer(JsonNode json) {
    return Answer.ok(Format.JSON, Body.of(MAPPER.writeValueAsBytes(json)));
  }

  /// A new empty object.
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// A new empty array.
  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /// Parses a JSON object.
  ///
  /// @param what how to name the text in the message
  /// @throws Refusal 400 if the text is not a JSON object
  public static JsonNode read(String text, String what) {
    try {
      JsonNode read = MAPPER.readTree(text);
      if (read.isObject()) {
        return read;
      }
      throw new Refusal(400, what + " is JSON, but no object.");
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
