package org.techrace.table.csv;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.techrace.memory.Fingerprint;
import org.techrace.memory.FingerprintMap;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Checks that some columns together have a value in every row, and that no value occurs twice
/// (`csvw:primaryKey`).
final class UniqueKey {
  private final List<String> columns;
  private final int[] indexes;

  /// The fingerprint of each key read so far, with its line.
  private final FingerprintMap lines;

  UniqueKey(List<String> columns, int[] indexes, Memory memory) throws IOException {
    this.columns = columns;
    this.indexes = indexes.clone();
    this.lines = new FingerprintMap(memory, 1);
  }

  /// Checks the key of a row. Reports an empty or repeated key, and then returns false.
  ///
  /// @throws IOException if the temporary file cannot be written
  boolean isNew(CsvCells row, long number, String table, Report report) throws IOException {
    List<String> key = new ArrayList<>(indexes.length);
    for (int index : indexes) {
      key.add(index < 0 ? Long.toString(number) : row.cellOrEmpty(index));
    }
    if (key.stream().allMatch(String::isBlank)) {
      report.badRow(
          Place.line(table, row.line()),
          "the key %s is empty; every row needs one: fill it in"
              .formatted(String.join(", ", columns)));
      return false;
    }
    Fingerprint fingerprint = Fingerprint.of(key);
    long first = lines.number(lines.slot(fingerprint.high(), fingerprint.low()), 0);
    if (first == 0) {
      lines.add(fingerprint.high(), fingerprint.low(), row.line());
      return true;
    }
    report.badRow(
        Place.line(table, row.line()),
        "the key %s '%s' is already on line %d; keys are unique: change or remove one row"
            .formatted(String.join(", ", columns), String.join(", ", key), first));
    return false;
  }

  /// Releases the memory and the temporary file.
  void free() {
    lines.free();
  }
}
