package org.techrace.table.json;

import java.util.HashMap;
import java.util.List;
import org.techrace.table.Item;
import org.techrace.table.UnreadableTextException;
import tools.jackson.core.JacksonException;

/// Parses JSON text that is the value of a cell or a field.
public final class EmbeddedJson {
  private EmbeddedJson() {}

  /// Returns the items of a JSON text that a JSONPath selects.
  ///
  /// @throws UnreadableTextException if the text is not valid JSON
  /// @throws IllegalArgumentException if the path is invalid
  public static List<Item> items(String text, String iterator) {
    Json json;
    try {
      json = JsonReader.parse(text);
    } catch (JacksonException e) {
      throw new UnreadableTextException(JsonReader.fault(e), e);
    } catch (IllegalArgumentException e) {
      throw new UnreadableTextException(String.valueOf(e.getMessage()), e);
    }
    return new JsonItem(json, null, new HashMap<>()).items(iterator);
  }
}
