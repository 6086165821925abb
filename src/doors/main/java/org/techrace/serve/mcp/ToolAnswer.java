package org.techrace.serve.mcp;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.HttpJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The answer of a tool: a table whose rows are arrays, so that a name of a column is in the answer
/// once. A language model pays for each character. Not thread-safe.
final class ToolAnswer {
  static final String LIMITS = "limits";
  static final String SOURCES = "sources";
  static final String NOTES = "notes";

  /// The argument with which long names are not shortened.
  static final String WHOLE = "whole";

  private static final String COLUMNS = "columns";
  private static final String ROWS = "rows";
  private static final Map<String, Object> TEXT = Map.of("type", "string");
  private static final Map<String, Object> NUMBER = Map.of("type", "integer");
  private static final Map<String, Object> TEXTS = Map.of("type", "array", "items", TEXT);

  private final ObjectNode json = HttpJson.object();
  private final ArrayNode rows;

  /// An answer without rows.
  ///
  /// @param columns the names of the columns. A name in parentheses is not one of the query.
  ToolAnswer(Lease lease, List<String> columns) {
    json.put("release", lease.release());
    columns.forEach(json.putArray(COLUMNS)::add);
    rows = json.putArray(ROWS);
  }

  /// Adds a row.
  ToolAnswer row(List<JsonNode> cells) {
    cells.forEach(rows.addArray()::add);
    return this;
  }

  /// Adds a row of texts and whole numbers; an empty text is no value.
  ToolAnswer row(Object... cells) {
    ArrayNode row = rows.addArray();
    for (Object cell : cells) {
      switch (cell) {
        case Number number -> row.add(number.longValue());
        case String text when text.isEmpty() -> row.addNull();
        default -> row.add(cell.toString());
      }
    }
    return this;
  }

  /// Adds texts, if there are any.
  ToolAnswer texts(String name, List<String> texts) {
    if (!texts.isEmpty()) {
      texts.forEach(json.putArray(name)::add);
    }
    return this;
  }

  ToolAnswer set(String name, JsonNode value) {
    json.set(name, value);
    return this;
  }

  ToolAnswer put(String name, String value) {
    json.put(name, value);
    return this;
  }

  ToolAnswer put(String name, long value) {
    json.put(name, value);
    return this;
  }

  /// Returns an answer that is complete.
  ObjectNode complete() {
    return json.put("cut", false);
  }

  /// Returns an answer that has not everything.
  ///
  /// @param advice how to get the rest
  ObjectNode cut(String advice) {
    return json.put("cut", true).put("more", advice);
  }

  /// Returns a cell with a text.
  static JsonNode text(String text) {
    return JsonNodeFactory.instance.stringNode(text);
  }

  /// Returns a cell without a value.
  static JsonNode nothing() {
    return JsonNodeFactory.instance.nullNode();
  }

  /// Returns a cell: a number, or the text of a term.
  static JsonNode cell(Term term) {
    return term.number().isPresent()
        ? JsonNodeFactory.instance.numberNode(new BigDecimal(term.text()))
        : text(term.text());
  }

  /// Returns the first sentence of a text; of a long one, its beginning.
  static String brief(String text, int most) {
    int end = text.indexOf(". ");
    String sentence = end < 0 ? text : text.substring(0, end + 1);
    return cutAt(sentence, most);
  }

  /// Returns the greatest length of a name in an answer: usually a short one.
  static int length(ToolCall call, int usual) {
    return call.flag(WHOLE) ? Integer.MAX_VALUE : usual;
  }

  /// Returns a text; of a long one, its beginning and an ellipsis.
  static String cutAt(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1).strip() + "…";
  }

  /// Returns the JSON Schema of the answers of a tool.
  ///
  /// @param more the properties that only this tool has
  static Map<String, Object> schema(Map<String, Object> more) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("release", described(TEXT, "the release that the answer is from"));
    properties.put(
        COLUMNS,
        described(TEXTS, "the names of the columns; one in parentheses is not of the query"));
    properties.put(
        ROWS,
        Map.of(
            "type",
            "array",
            "items",
            Map.of("type", "array", "items", Map.of("type", List.of("string", "number", "null")))));
    properties.put(SOURCES, described(TEXTS, "the sources, with licence and date"));
    properties.put(LIMITS, described(TEXTS, "what a reader must know before using the answer"));
    properties.put(NOTES, described(TEXTS, "what holds for all rows"));
    properties.put("cut", described(Map.of("type", "boolean"), "whether there is more"));
    properties.put("more", described(TEXT, "how to get the rest"));
    properties.put("next", described(NUMBER, "the 'offset' of the next rows"));
    properties.put("total", described(NUMBER, "the number of all rows, if it is known"));
    properties.putAll(more);
    return Map.of(
        "type",
        "object",
        "properties",
        properties,
        "required",
        List.of("release", COLUMNS, ROWS, "cut"));
  }

  static Map<String, Object> described(Map<String, Object> schema, String description) {
    Map<String, Object> more = new LinkedHashMap<>(schema);
    more.put("description", description);
    return more;
  }
}
