package org.techrace.table.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.techrace.table.Item;
import org.techrace.table.Value;

/// A JSON value as an item.
///
/// @param json the value
/// @param name the name of the member or the index of the element that the value is, or null if it
///   is neither
/// @param paths a cache of parsed paths, shared by the items of one pass
record JsonItem(Json json, @Nullable Json name, Map<String, JsonPath> paths) implements Item {

  @Override
  public List<Value> values(String reference) {
    return values(json, name, paths.computeIfAbsent(reference, JsonPath::parse));
  }

  @Override
  public List<Item> items(String iterator) {
    return paths.computeIfAbsent(iterator, JsonPath::parse).find(json, name).stream()
        .<Item>map(found -> new JsonItem(found.value(), found.name(), paths))
        .toList();
  }

  /// Returns the values that a path selects. JSON null is not a value.
  static List<Value> values(Json json, @Nullable Json name, JsonPath path) {
    Json member = path.selectsNames() ? null : member(json, path.steps());
    if (member != null) {
      return member instanceof Json.Null ? List.of() : List.of(value(member));
    }
    List<Value> values = new ArrayList<>();
    for (Json found : path.select(json, name)) {
      if (!(found instanceof Json.Null)) {
        values.add(value(found));
      }
    }
    return values;
  }

  /// Returns the value that a path of names selects, or null if the path has other steps or selects
  /// nothing.
  private static @Nullable Json member(Json json, List<JsonPath.Step> steps) {
    Json at = json;
    for (JsonPath.Step step : steps) {
      if (!(step instanceof JsonPath.Step.Child(String name))
          || !(at instanceof Json.Members(var members))) {
        return null;
      }
      @Nullable Json child = members.get(name);
      if (child == null) {
        return null;
      }
      at = child;
    }
    return at;
  }

  /// Returns a value of a row, other than null.
  static Value value(Json json) {
    return switch (json) {
      case Json.Text(String text) -> Value.text(text);
      case Json.Digits(String text) ->
          new Value(text, isInteger(text) ? Value.Kind.INTEGER : Value.Kind.DOUBLE);
      case Json.Bool(boolean value) -> new Value(String.valueOf(value), Value.Kind.BOOLEAN);
      case Json.Members _, Json.Elements _, Json.Null _ ->
          new Value(JsonReader.write(json), Value.Kind.STRUCTURE);
    };
  }

  private static boolean isInteger(String number) {
    return number.indexOf('.') < 0 && number.indexOf('e') < 0 && number.indexOf('E') < 0;
  }
}
