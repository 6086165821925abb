package org.techrace.engine.plan;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.techrace.engine.expression.ValueFault;
import org.techrace.engine.output.LineBuffer;
import org.techrace.engine.output.RowQuads;
import org.techrace.engine.source.KeyedRows;
import org.techrace.memory.Fingerprint;
import org.techrace.report.Place;
import org.techrace.table.Row;
import org.techrace.table.Utf8Row;

/// Packs the rows of a parent that have terms, with their keys. Safe for use by several threads.
///
/// @param <T> the form of a term
final class ParentPacker<T> {
  private final String table;
  private final TermMaker<T> terms;
  private final JoinKey key;
  private final int[] slots;
  private final boolean isOfKey;
  private final BiConsumer<Row, ValueFault> faults;

  /// @param table the name of the table
  /// @param terms creates the terms of a row that a child joins with
  /// @param key the parent expressions of the join conditions
  /// @param slots the slots of the rows that are packed
  /// @param isOfKey true if the key is the only reference of the parent
  /// @param faults receives the rows whose keys have an error
  ParentPacker(
      String table,
      TermMaker<T> terms,
      JoinKey key,
      int[] slots,
      boolean isOfKey,
      BiConsumer<Row, ValueFault> faults) {
    this.table = table;
    this.terms = terms;
    this.key = key;
    this.slots = slots.clone();
    this.isOfKey = isOfKey;
    this.faults = faults;
  }

  /// Returns a list for packed rows.
  KeyedRows newRows() {
    return new KeyedRows(slots);
  }

  /// Packs a row if it has terms.
  ///
  /// @param onlyKeys true to leave rows empty whose only value is the key
  /// @param line is overwritten
  void add(Row row, boolean onlyKeys, LineBuffer line, KeyedRows to) throws IOException {
    if (!hasTerms(row, line)) {
      return;
    }
    if (onlyKeys && isOfKey && hasOneKey(row)) {
      to.addEmpty(keys(row, to::addEmptyKey));
    } else {
      to.add(row, keys(row, to::addEmptyKey));
    }
  }

  private boolean hasTerms(Row row, LineBuffer line) {
    line.truncate(0);
    return switch (terms.append(row, line)) {
      case ONE -> true;
      case NONE -> false;
      case NOT_PLAIN -> !terms.of(row, new RowQuads<>()).isEmpty();
    };
  }

  private boolean hasOneKey(Row row) {
    int slot = slots[0];
    return row instanceof Utf8Row utf8 ? utf8.count(slot) == 1 : row.values(slot).size() == 1;
  }

  /// Returns the keys of a row. A row whose keys have an error has none.
  ///
  /// @param emptyKeys receives the place of the row if one of its keys has an empty text
  List<Fingerprint> keys(Row row, Consumer<Place> emptyKeys) {
    try {
      Fingerprint only = key.only(row);
      if (only != null) {
        return List.of(only);
      }
      List<List<String>> texts = key.texts(row);
      if (texts.stream().anyMatch(JoinKey::isEmpty)) {
        emptyKeys.accept(row.place(table));
      }
      return texts.stream().map(Fingerprint::of).toList();
    } catch (ValueFault e) {
      faults.accept(row, e);
      return List.of();
    }
  }
}
