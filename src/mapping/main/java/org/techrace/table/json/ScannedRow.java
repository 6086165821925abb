package org.techrace.table.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.techrace.report.Place;
import org.techrace.table.Item;
import org.techrace.table.Presence;
import org.techrace.table.Utf8Row;
import org.techrace.table.Value;

/// The current element of a [JsonScanner] as a row.
final class ScannedRow implements Utf8Row {
  private final JsonScanner scanner;
  private final Presence presence;
  private final Map<String, JsonPath> nested;

  /// A place before the current element, and the index of its byte.
  private JsonPlace known;

  private int knownIndex = 1;

  /// @param chunk the place of the second byte of the scanner's text
  /// @param nested a cache of parsed paths for [#item]
  ScannedRow(
      JsonScanner scanner, JsonPlace chunk, Presence presence, Map<String, JsonPath> nested) {
    this.scanner = scanner;
    this.known = chunk;
    this.presence = presence;
    this.nested = nested;
  }

  private JsonPlace at() {
    byte[] between = Arrays.copyOfRange(scanner.bytes(), knownIndex, scanner.start());
    known = known.after(between, between.length);
    knownIndex = scanner.start();
    return known;
  }

  @Override
  public long line() {
    return at().line();
  }

  @Override
  public Place place(String table) {
    JsonPlace at = at();
    return new Place.InFile(table, at.line(), at.column());
  }

  @Override
  public byte[] array() {
    return scanner.bytes();
  }

  @Override
  public long span(int slot) {
    int count = count(slot);
    if (count == 0) {
      return NO_VALUE;
    }
    return count == 1 && scanner.form(slot, 0) == JsonScanner.Form.TEXT
        ? scanner.span(slot, 0)
        : NOT_PLAIN;
  }

  @Override
  public int count(int slot) {
    presence.asked(slot, scanner.selects(slot));
    int count = scanner.count(slot);
    for (int i = 0; i < count; i++) {
      JsonScanner.Form form = scanner.form(slot, i);
      if (form == JsonScanner.Form.ESCAPED || form == JsonScanner.Form.STRUCTURE) {
        return UNCOUNTED;
      }
    }
    return count;
  }

  @Override
  public long span(int slot, int index) {
    return scanner.span(slot, index);
  }

  @Override
  public Value.Kind kind(int slot, int index) {
    return Objects.requireNonNull(JsonScanner.KINDS.get(scanner.form(slot, index)));
  }

  @Override
  public List<Value> values(int slot) {
    presence.asked(slot, scanner.selects(slot));
    int count = scanner.count(slot);
    List<Value> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(value(slot, i));
    }
    return values;
  }

  private Value value(int slot, int index) {
    long span = scanner.span(slot, index);
    int from = Utf8Row.from(span);
    int to = Utf8Row.to(span);
    return switch (scanner.form(slot, index)) {
      case TEXT, INTEGER, DOUBLE, BOOLEAN -> new Value(text(from, to), kind(slot, index));
      case ESCAPED -> JsonItem.value(JsonReader.parse(text(from - 1, to + 1)));
      case STRUCTURE -> JsonItem.value(JsonReader.parse(text(from, to)));
    };
  }

  private String text(int from, int to) {
    return new String(scanner.bytes(), from, to - from, StandardCharsets.UTF_8);
  }

  /// Returns the element as a tree.
  Json json() {
    return JsonReader.parse(text(scanner.start(), scanner.end()));
  }

  @Override
  public Item item() {
    return new JsonItem(json(), null, nested);
  }
}
