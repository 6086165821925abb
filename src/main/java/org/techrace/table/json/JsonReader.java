package org.techrace.table.json;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON values with Jackson's streaming parser.
final class JsonReader {
  static final JsonFactory FACTORY = new JsonFactory();
  private static final Json NULL = new Json.Null();

  private JsonReader() {}

  /// What is wrong with a text that is no JSON, without the library's advice to programmers.
  static String fault(JacksonException e) {
    return "this is not JSON: "
        + e.getOriginalMessage()
            .lines()
            .findFirst()
            .orElse("")
            .replaceAll(
                ": enable `\\w+\\.ALLOW_NON_NUMERIC_NUMBERS` to allow", "; write null instead")
            .replaceAll(", from `[^`]*`|: enable .*| \\(start marker at .*", "");
  }

  /// Reads a text that is one JSON value.
  ///
  /// @throws tools.jackson.core.JacksonException if it is not
  static Json parse(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      Set<String> faults = new LinkedHashSet<>();
      Json json = read(parser, faults);
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", faults));
      }
      return json;
    }
  }

  /// Reads the value whose first token is the current one.
  ///
  /// @param faults takes what is wrong with it although it is JSON
  static Json read(JsonParser parser, Set<String> faults) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          if (members.put(name, read(parser, faults)) != null) {
            // Neither value is the right one.
            faults.add("'%s' stands twice in one object; rename or remove one".formatted(name));
          }
        }
        yield new Json.Members(members);
      }
      case START_ARRAY -> {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(read(parser, faults));
        }
        yield new Json.Elements(elements);
      }
      case VALUE_STRING -> {
        String text = parser.getString();
        if (hasHalfPair(text)) {
          faults.add("a text has half of a surrogate pair, which is no character; correct its \\u");
        }
        yield new Json.Text(text);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Digits(parser.getString());
      case VALUE_TRUE, VALUE_FALSE -> new Json.Bool(parser.currentToken() == JsonToken.VALUE_TRUE);
      case null -> NULL;
      case VALUE_NULL, PROPERTY_NAME, END_ARRAY, END_OBJECT, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          NULL;
    };
  }

  private static boolean hasHalfPair(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int whole = text.codePointAt(i);
        if (!Character.isSupplementaryCodePoint(whole)) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /// The text of a value.
  static String write(Json json) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(json, generator);
    }
    return text.toString();
  }

  private static void write(Json json, JsonGenerator generator) {
    switch (json) {
      case Json.Members(var members) -> {
        generator.writeStartObject();
        members.forEach(
            (name, value) -> {
              generator.writeName(name);
              write(value, generator);
            });
        generator.writeEndObject();
      }
      case Json.Elements(var elements) -> {
        generator.writeStartArray();
        elements.forEach(element -> write(element, generator));
        generator.writeEndArray();
      }
      case Json.Text(String text) -> generator.writeString(text);
      case Json.Digits(String text) -> generator.writeNumber(text);
      case Json.Bool(boolean value) -> generator.writeBoolean(value);
      case Json.Null _ -> generator.writeNull();
    }
  }
}
