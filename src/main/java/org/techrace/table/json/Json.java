package org.techrace.table.json;

import java.util.List;
import java.util.Map;

/// A JSON value. Numbers keep the text they were written with.
sealed interface Json {
  record Members(Map<String, Json> members) implements Json {}

  record Elements(List<Json> elements) implements Json {}

  record Text(String text) implements Json {}

  record Digits(String text) implements Json {}

  record Bool(boolean value) implements Json {}

  record Null() implements Json {}

  /// The values that stand below this one, in their order.
  default Iterable<Json> children() {
    return switch (this) {
      case Members(var members) -> members.values();
      case Elements(var elements) -> elements;
      case Text _, Digits _, Bool _, Null _ -> List.of();
    };
  }
}
