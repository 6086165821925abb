package org.techrace.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes a table as CSV (RFC 4180).
public final class CsvTable implements TableWriter {
  private final Writer text;
  private final CsvWriter csv;

  /// Writes the header line.
  ///
  /// @param out is not closed
  public CsvTable(ReleaseTable table, OutputStream out) {
    text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);
    csv.writeRecord(table.columns().stream().map(ReleaseTable.Column::name).toList());
  }

  @Override
  public void row(List<List<String>> cells) {
    csv.writeRecord(
        cells.stream().map(values -> String.join(ReleaseTables.SEPARATOR, values)).toList());
  }

  @Override
  public void end() throws IOException {
    csv.flush();
    text.flush();
  }
}
