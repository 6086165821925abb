package org.techrace.engine;

import java.util.BitSet;
import java.util.List;
import org.techrace.engine.Conservation.Counts;
import org.techrace.engine.Conservation.Outcome;
import org.techrace.engine.output.CellUse;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.Value;

/// Counts what becomes of the cells of the rows that one thread maps.
final class RowCounter {
  private final Conservation conservation;
  private final String table;
  private final List<String> columns;
  private final BitSet keys;
  private final CellUse use;
  private Counts counts;

  /// @param references the references of the rows
  /// @param keys the slots that joins read
  /// @param use receives the cells that term maps use
  RowCounter(
      Conservation conservation,
      String table,
      List<Reference> references,
      BitSet keys,
      CellUse use) {
    this.conservation = conservation;
    this.table = table;
    this.columns = columns(references);
    this.keys = keys;
    this.use = use;
    this.counts = new Counts(columns.size());
  }

  static List<String> columns(List<Reference> references) {
    return references.stream().map(Reference::text).toList();
  }

  /// Counts the cells of a row that has been mapped.
  void add(Row row) {
    for (int slot = 0; slot < columns.size(); slot++) {
      if (!row.hasCell(slot)) {
        continue;
      }
      List<Value> cell = row.rawValues(slot);
      Outcome outcome = outcome(row, slot, cell);
      counts.add(slot, outcome);
      if (outcome != Outcome.VALUE
          && outcome != Outcome.EMPTY
          && counts.wantsExample(slot, outcome)) {
        String text = cell.isEmpty() ? row.passedOver(slot).orElse("") : cell.getFirst().text();
        counts.example(slot, outcome, text, row.line());
      }
    }
    use.clear();
  }

  private Outcome outcome(Row row, int slot, List<Value> cell) {
    if (use.isMade(slot)) {
      return row.isRepeated(slot) ? Outcome.MERGED : Outcome.VALUE;
    }
    if (cell.stream().allMatch(value -> value.text().isBlank())) {
      return row.passedOver(slot).isPresent() ? Outcome.DROPPED : Outcome.EMPTY;
    }
    if (row.values(slot).isEmpty()) {
      return Outcome.NULL_MARK;
    }
    if (use.isRefused(slot)) {
      return Outcome.REFUSED;
    }
    return keys.get(slot) ? Outcome.VALUE : Outcome.DROPPED;
  }

  /// Passes the counts on.
  void end() {
    conservation.add(table, columns, counts);
    counts = new Counts(columns.size());
  }
}
