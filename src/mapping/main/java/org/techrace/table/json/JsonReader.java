package org.techrace.table.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.techrace.table.TablePart;
import org.techrace.table.input.Bytes;
import org.techrace.table.input.Counter;
import org.techrace.table.input.RowBudget;
import org.techrace.table.input.TableFile;
import org.techrace.table.input.Texts;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON values with Jackson's streaming parser.
final class JsonReader {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Json NULL = new Json.Null();

  private JsonReader() {}

  /// Returns a factory of parsers for a file. A text in it may be as long as the limits of the file
  /// allow.
  static JsonFactory factory(TableFile input) {
    int longest = (int) Math.min(Integer.MAX_VALUE, input.textBytes());
    return JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(longest).build())
        .build();
  }

  /// Opens a file.
  static JsonParser open(TableFile input, Counter counter, TablePart part) throws IOException {
    return open(factory(input), input, input.open(counter, part));
  }

  /// Opens the text of a file.
  static JsonParser open(JsonFactory factory, TableFile input, InputStream text) {
    return factory.createParser(
        ObjectReadContext.empty(), new InputStreamReader(text, Texts.strict(input.charset())));
  }

  /// Returns a parser for a part of a file in UTF-8.
  ///
  /// @throws CharacterCodingException if the bytes are not valid UTF-8
  static JsonParser open(JsonFactory factory, byte[] bytes, int length)
      throws CharacterCodingException {
    if (Bytes.isAscii(bytes, 0, length)) {
      return factory.createParser(ObjectReadContext.empty(), bytes, 0, length);
    }
    // This parser counts columns in characters, as that for a whole file does.
    CharBuffer text =
        Texts.strict(StandardCharsets.UTF_8).decode(ByteBuffer.wrap(bytes, 0, length));
    return factory.createParser(
        ObjectReadContext.empty(), text.array(), text.arrayOffset(), text.remaining());
  }

  /// Describes why a text cannot be read, without the parser's advice to programmers.
  static String fault(JacksonException e) {
    return (e instanceof StreamConstraintsException
            ? "this JSON is not read: "
            : "this is not JSON: ")
        + e.getOriginalMessage()
            .lines()
            .findFirst()
            .orElse("")
            .replaceAll(
                ": enable `\\w+\\.ALLOW_NON_NUMERIC_NUMBERS` to allow", "; write null instead")
            .replaceAll(", from `[^`]*`|: enable .*| \\(start marker at .*", "");
  }

  /// Parses a text that is one JSON value.
  ///
  /// @throws tools.jackson.core.JacksonException if the text is not valid JSON
  /// @throws IllegalArgumentException if the value has a repeated name or an unpaired surrogate
  static Json parse(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      Set<String> faults = new LinkedHashSet<>();
      Json json = read(parser, faults, RowBudget.usual());
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", faults));
      }
      return json;
    }
  }

  /// Reads the value whose first token is the current one.
  ///
  /// @param faults receives errors that the parser accepts: repeated names and unpaired surrogates
  /// @param budget counts the heap of the value
  static Json read(JsonParser parser, Set<String> faults, RowBudget budget) {
    budget.add(0);
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          if (members.put(name, read(parser, faults, budget)) != null) {
            // It is unknown which of the two values is right.
            faults.add("'%s' occurs twice in one object; rename or remove one".formatted(name));
          }
        }
        yield new Json.Members(members);
      }
      case START_ARRAY -> {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(read(parser, faults, budget));
        }
        yield new Json.Elements(elements);
      }
      case VALUE_STRING -> {
        String text = parser.getString();
        budget.add(text.length());
        if (hasUnpairedSurrogate(text)) {
          faults.add(
              "a text contains an unpaired surrogate, which is not a character; correct its \\u"
                  + " escape");
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

  private static boolean hasUnpairedSurrogate(String text) {
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

  /// Writes a value as JSON text.
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
