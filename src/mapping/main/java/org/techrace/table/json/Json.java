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
}
