package org.techrace.store.query.sort;

import java.util.List;
import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Dictionary.IdRange;
import org.techrace.store.Dictionary.Place;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;

/// The last of the first rows, with which others are compared. Ids are compared by their numbers
/// where their order is known.
final class LastRow {
  private final QueryRun run;
  private final List<SortKey> keys;
  private final int[] columns;

  /// The id of each key that is a variable, and its place.
  private final int[] ids;

  private final Place[] places;

  /// The value of each key that is an expression.
  private final @Nullable NodeValue[] values;

  private final int[] terms;

  /// @param table ends with the row
  /// @param columns the columns whose terms are compared if all keys are equal
  LastRow(QueryRun run, RowTable table, List<SortKey> keys, int[] columns) {
    this.run = run;
    this.keys = keys;
    this.columns = columns;
    this.ids = new int[keys.size()];
    this.places = new Place[keys.size()];
    this.values = new @Nullable NodeValue[keys.size()];
    this.terms = new int[columns.length];
    int row = table.size() - 1;
    for (int k = 0; k < ids.length; k++) {
      SortKey key = keys.get(k);
      if (key.isVariable()) {
        ids[k] = table.get(key.column(), row);
        places[k] = key.order().place(run.terms(), ids[k]);
      } else {
        values[k] = table.value(k, row);
      }
    }
    for (int c = 0; c < columns.length; c++) {
      terms[c] = table.get(columns[c], row);
    }
  }

  /// Returns the value of an expression by which rows are sorted.
  @Nullable NodeValue value(int key) {
    return values[key];
  }

  /// Returns true if the variables before the first expression sort another row after this one.
  /// Most rows end here.
  boolean isBefore(Batch batch, int row) {
    for (int k = 0; k < ids.length && keys.get(k).isVariable(); k++) {
      int order = compare(k, batch.get(keys.get(k).column(), row));
      if (order != 0) {
        return order > 0;
      }
    }
    return false;
  }

  /// Compares another row with this one.
  ///
  /// @param others its values of the expressions
  int compare(Batch batch, int row, @Nullable NodeValue[] others) {
    run.check(); // comparing long texts takes time
    for (int k = 0; k < ids.length; k++) {
      SortKey key = keys.get(k);
      int order =
          key.isVariable()
              ? compare(k, batch.get(key.column(), row))
              : key.directed(SortKey.compareValues(others[k], values[k]));
      if (order != 0) {
        return order;
      }
    }
    for (int c = 0; c < columns.length; c++) {
      int order = run.terms().compareTerms(batch.get(columns[c], row), terms[c]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private int compare(int k, int id) {
    if (id == ids[k]) {
      return 0;
    }
    SortKey key = keys.get(k);
    IdRange equal = places[k].equal();
    if (places[k].section().has(id) && !equal.has(id)) {
      return key.directed(id < equal.start() ? -1 : 1);
    }
    return key.directed(key.order().compare(run.terms(), id, ids[k]));
  }
}
