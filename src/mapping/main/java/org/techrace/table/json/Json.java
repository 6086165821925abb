package org.techrace.table.json;

import java.util.List;
import java.util.Map;

/// A JSON value. Numbers keep their original text.
sealed interface Json {
  record Members(Map<String, Json> members) implements Json {}

  record Elements(List<Json> elements) implements Json {}

  record Text(String text) implements Json {}

  record Digits(String text) implements Json {}

  record Bool(boolean value) implements Json {}

  record Null() implements Json {}

  /// Returns true if the value is neither an object nor an array.
  default boolean isScalar() {
    return !(this instanceof Members) && !(this instanceof Elements);
  }
}
