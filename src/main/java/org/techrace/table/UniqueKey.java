package org.techrace.table;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// The rule that some columns together have a value in every row, and a different one in each
/// (`csvw:primaryKey`).
final class UniqueKey {
  private final List<String> columns;
  private final int[] indexes;
  private final Map<List<String>, Long> lines = new HashMap<>();

  UniqueKey(List<String> columns, int[] indexes) {
    this.columns = columns;
    this.indexes = indexes.clone();
  }

  /// Whether the row's key is whole and was not seen before; reports it if not.
  boolean isNew(CsvRecord row, String table, Report report) {
    List<String> key = new ArrayList<>(indexes.length);
    for (int index : indexes) {
      key.add(row.getField(index));
    }
    if (key.stream().allMatch(String::isBlank)) {
      report.badRow(
          Place.line(table, row.getStartingLineNumber()),
          "the key %s is blank; every row needs one: fill it in"
              .formatted(String.join(", ", columns)));
      return false;
    }
    Long first = lines.putIfAbsent(key, row.getStartingLineNumber());
    if (first != null) {
      report.badRow(
          Place.line(table, row.getStartingLineNumber()),
          "the key %s '%s' stands already on line %d; keys are unique: change or remove one row"
              .formatted(String.join(", ", columns), String.join(", ", key), first));
    }
    return first == null;
  }
}
