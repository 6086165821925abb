package org.techrace.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/// Writes a table as CSV (RFC 4180).
public final class CsvTable {
  private CsvTable() {}

  /// Writes a table. Does not close the stream.
  public static void write(ReleaseTables tables, ReleaseTable table, OutputStream out)
      throws IOException {
    Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);
    csv.writeRecord(table.columns().stream().map(ReleaseTable.Column::name).toList());
    for (String thing : table.things()) {
      csv.writeRecord(tables.row(table, thing));
    }
    csv.flush();
    text.flush();
  }
}
