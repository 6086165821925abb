package org.techrace.link;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.techrace.access.ReadableFile;
import org.techrace.release.Release;
import org.techrace.report.Report;

/// Writes the IRIs of the entities that columns of a table name back into the table: the column
/// `NAME_iri` for the column `NAME`. A key that is in the table already is kept.
public final class KeyColumns {
  private static final String END = "_iri";

  /// Counts for a column.
  ///
  /// @param column the column with the names
  /// @param kept the number of rows that had a key before
  /// @param added the number of rows with a new key
  /// @param open the number of rows with a name and without a key
  public record Summary(String column, long kept, long added, long open) {}

  private KeyColumns() {}

  /// Links columns of a table, and replaces the table if there are no errors.
  ///
  /// @param columns the columns with names, each with the classes of its entities; empty for any
  /// @param common what else to compare, and which score is enough
  /// @param table a CSV file
  /// @param review receives the uncertain candidates as SSSOM
  /// @return the counts, or an empty list if the report has errors
  /// @throws IOException if a file cannot be read or written
  public static List<Summary> write(
      Release release,
      Map<String, List<String>> columns,
      LinkOptions common,
      Path table,
      Path review,
      LocalDate date,
      Report report)
      throws IOException {
    List<Summary> summaries = new ArrayList<>();
    List<Mapping> unsure = new ArrayList<>();
    Optional<CsvFile> read =
        CsvFile.read(ReadableFile.named(table), common.delimiter(), List.of(), report);
    if (read.isEmpty()) {
      return List.of();
    }
    CsvFile csv = read.get();
    for (Map.Entry<String, List<String>> column : columns.entrySet()) {
      LinkOptions options =
          new LinkOptions(
              column.getKey(),
              column.getValue(),
              common.properties(),
              common.identifiers(),
              common.threshold(),
              common.delimiter());
      csv.check(table, options.columns(), report);
      if (report.hasErrors()) {
        return List.of();
      }
      List<TableLinks.Linked> linked = TableLinks.match(release, options, csv, report);
      if (report.hasErrors()) {
        return List.of();
      }
      unsure.addAll(TableLinks.unsure(csv, linked, options));
      csv = with(csv, options, linked, summaries);
    }
    csv.write(table);
    Mapping.write(unsure.stream().distinct().toList(), review, date);
    return summaries;
  }

  private static CsvFile with(
      CsvFile csv, LinkOptions options, List<TableLinks.Linked> linked, List<Summary> summaries) {
    String column = options.column() + END;
    List<String> header = new ArrayList<>(csv.header());
    if (!header.contains(column)) {
      header.add(column);
    }
    int index = header.indexOf(column);
    long kept = 0;
    long added = 0;
    long open = 0;
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < linked.size(); i++) {
      List<String> row = new ArrayList<>(csv.rows().get(i));
      if (row.size() < header.size()) {
        row.add("");
      }
      Optional<String> key = linked.get(i).sure(options.threshold()).map(c -> c.iri());
      if (!row.get(index).isBlank()) {
        kept++;
      } else if (key.isPresent()) {
        added++;
        row.set(index, key.get());
      } else if (csv.cell(row, options.column()).isPresent()) {
        open++;
      }
      rows.add(row);
    }
    summaries.add(new Summary(options.column(), kept, added, open));
    return new CsvFile(header, rows, csv.delimiter(), csv.lineEnd());
  }
}
