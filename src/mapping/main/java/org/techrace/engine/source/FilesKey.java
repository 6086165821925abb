package org.techrace.engine.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.techrace.memory.Fingerprint;
import org.techrace.memory.FingerprintMap;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.Value;

/// Checks that some columns together have a value in every row of several files, and that no value
/// occurs twice (`csvw:primaryKey`).
final class FilesKey {
  private final List<String> columns;
  private final List<String> tables;

  /// The fingerprint of each key read so far, with the number of its file and its line.
  private final FingerprintMap seen;

  /// @param tables the names of the tables in findings
  FilesKey(List<String> columns, List<String> tables, Memory memory) throws IOException {
    this.columns = columns;
    this.tables = tables;
    this.seen = new FingerprintMap(memory, 2);
  }

  /// Checks the key of a row. Reports an empty or repeated key, and then returns false.
  ///
  /// @param table the index of the table of the row
  /// @param slots the slots of the columns in the row
  /// @throws IOException if the temporary file cannot be written
  boolean isNew(Row row, int table, int[] slots, Report report) throws IOException {
    List<String> key = new ArrayList<>(slots.length);
    for (int slot : slots) {
      key.add(row.values(slot).stream().findFirst().map(Value::text).orElse(""));
    }
    Place place = row.place(tables.get(table));
    String names = String.join(", ", columns);
    if (key.stream().allMatch(String::isBlank)) {
      report.badRow(place, "the key %s is empty; every row needs one: fill it in".formatted(names));
      return false;
    }
    Fingerprint fingerprint = Fingerprint.of(key);
    long slot = seen.slot(fingerprint.high(), fingerprint.low());
    long line = seen.number(slot, 0);
    if (line == 0) {
      seen.set(seen.add(fingerprint.high(), fingerprint.low(), row.line()), 1, table);
      return true;
    }
    report.badRow(
        place,
        "the key %s '%s' is already in %s; keys are unique in all files of the source: change or remove one row"
            .formatted(
                names,
                String.join(", ", key),
                Place.line(tables.get((int) seen.number(slot, 1)), line)));
    return false;
  }

  /// Releases the memory and the temporary file.
  void free() {
    seen.free();
  }
}
