package org.techrace.table;

import de.siegmar.fastcsv.reader.CsvParseException;
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
  /// @throws UnreadableTextException if the text is not JSON
  /// @throws IllegalArgumentException if the path is wrong
  public static List<Item> json(String text, String iterator) {
    Json json;
    try {
      json = JsonReader.parse(text);
    } catch (JacksonException e) {
      throw new UnreadableTextException(JsonReader.fault(e), e);
    } catch (IllegalArgumentException e) {
      throw new UnreadableTextException(String.valueOf(e.getMessage()), e);
    }
    return new JsonItem(json, new HashMap<>()).items(iterator);
  }

  /// The rows of a CSV text with a header line.
  ///
  /// @throws UnreadableTextException if the text is not CSV
  public static List<Item> csv(String text) {
    List<Item> rows = new ArrayList<>();
    try {
      for (NamedCsvRecord row :
          CsvReader.builder().allowUnclosedQuote(false).ofNamedCsvRecord(text)) {
        rows.add(new Cells(row.getFieldsAsMap()));
      }
    } catch (CsvParseException e) {
      throw new UnreadableTextException("this is not CSV: " + e.getMessage(), e);
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
