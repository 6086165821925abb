package org.techrace.table;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/// Reads texts that stand inside a cell or value and have a format of their own.
public final class Parts {
  private Parts() {}

  /// The parts of a JSON text that a JSONPath finds.
  ///
  /// @throws IllegalArgumentException if the text is not JSON or the path is wrong
  public static List<Item> json(String text, String iterator) {
    try {
      return new JsonItem(JsonReader.parse(text), new HashMap<>()).items(iterator);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("this is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// The rows of a CSV text with a header line.
  public static List<Item> csv(String text) {
    List<Item> rows = new ArrayList<>();
    for (NamedCsvRecord row : CsvReader.builder().ofNamedCsvRecord(text)) {
      rows.add(new Cells(row.getFieldsAsMap()));
    }
    return rows;
  }

  private record Cells(Map<String, String> cells) implements Item {
    @Override
    public List<Value> values(String column) {
      String text = cells.get(column);
      if (text == null) {
        throw new IllegalArgumentException("there is no column '%s'".formatted(column));
      }
      return List.of(Value.text(text));
    }

    @Override
    public List<Item> items(String iterator) {
      throw new IllegalArgumentException("a row has no parts to iterate over");
    }
  }
}
