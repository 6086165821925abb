package org.techrace.settings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Nearest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A table of the settings file.
///
/// @param name its name, empty for the whole file
/// @param values its settings
record SettingsTable(String name, JsonNode values) {

  /// @throws IOException if the table has a setting of another name
  void allowOnly(Set<String> names) throws IOException {
    for (String given : values.propertyNames()) {
      if (!names.contains(given)) {
        throw wrong(given, "is not known; " + Nearest.suggest(given, names));
      }
    }
  }

  /// A table in this one; an empty one if it is not there.
  SettingsTable table(String key) throws IOException {
    @Nullable JsonNode value = values.get(key);
    if (value != null && !value.isObject()) {
      throw wrong(key, "is not a table; expected [%s]".formatted(path(key)));
    }
    return new SettingsTable(
        path(key), value == null ? JsonNodeFactory.instance.objectNode() : value);
  }

  /// A list of texts; an empty one if it is not there.
  List<String> texts(String key) throws IOException {
    @Nullable JsonNode value = values.get(key);
    List<String> texts = new ArrayList<>();
    if (value != null) {
      if (!value.isArray()) {
        throw wrong(key, "is not a list; expected one such as [\"a\", \"b\"]");
      }
      for (JsonNode text : value) {
        if (!text.isString()) {
          throw wrong(key, "has the value %s; expected texts in quotes".formatted(text));
        }
        texts.add(text.asString());
      }
    }
    return texts;
  }

  /// A whole number.
  ///
  /// @param otherwise the value if it is not there
  int positive(String key, int otherwise) throws IOException {
    @Nullable JsonNode value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asInt() < 1) {
      throw wrong(key, "is %s; expected a whole number from 1".formatted(value));
    }
    return value.asInt();
  }

  /// What is wrong with a setting.
  IOException wrong(String key, String fault) {
    return new IOException("%s: the setting %s %s".formatted(Settings.FILE, path(key), fault));
  }

  private String path(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }
}
