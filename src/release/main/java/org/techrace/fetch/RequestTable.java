package org.techrace.fetch;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.techrace.access.ReadableFile;

/// A table with one row per request; its columns are variables of the address.
final class RequestTable {
  private RequestTable() {}

  /// Reads the rows.
  ///
  /// @throws IOException if the table cannot be read or is empty
  static List<Map<String, String>> read(ReadableFile file) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (InputStream in = file.stream();
        CsvReader<NamedCsvRecord> table =
            CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(in)) {
      for (NamedCsvRecord row : table) {
        rows.add(row.getFieldsAsMap());
      }
    } catch (CsvParseException e) {
      throw new IOException("'%s' cannot be read: %s".formatted(file, e.getMessage()), e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (rows.isEmpty()) {
      throw new IOException("'%s' has no row; expected one for each request".formatted(file));
    }
    return rows;
  }
}
