package org.techrace.table.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.techrace.table.Item;
import org.techrace.table.UnreadableTextException;
import org.techrace.table.Value;

/// Parses CSV text that is the value of a cell or a field.
public final class EmbeddedCsv {
  private EmbeddedCsv() {}

  /// Returns the rows of a CSV text with a header line.
  ///
  /// @throws UnreadableTextException if the text is not valid CSV
  public static List<Item> items(String text) {
    List<Item> rows = new ArrayList<>();
    try {
      for (NamedCsvRecord row :
          CsvReader.builder().allowUnclosedQuote(false).ofNamedCsvRecord(text)) {
        rows.add(new Cells(row.getFieldsAsMap()));
      }
    } catch (CsvParseException e) {
      throw new UnreadableTextException("the text is not valid CSV: " + e.getMessage(), e);
    }
    return rows;
  }

  private record Cells(Map<String, String> cells) implements Item {
    @Override
    public List<Value> values(String column) {
      String text = cells.get(column);
      if (text == null) {
        throw new IllegalArgumentException("unknown column '%s'".formatted(column));
      }
      return List.of(Value.text(text));
    }

    @Override
    public List<Item> items(String iterator) {
      throw new IllegalArgumentException("a row has no nested parts to iterate over");
    }
  }
}
