package org.techrace.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.Rows;
import org.techrace.table.Table;
import org.techrace.table.Value;

/// The parent side of a join: the subjects of the parent triples map by their join key.
///
/// @param <T> the form of a term
final class JoinIndex<T> {
  private final Map<Object, List<T>> subjects = new HashMap<>();

  private JoinIndex() {}

  /// Reads the parent's table once. Its faults are not reported: they are when the parent itself is
  /// mapped.
  static <T> JoinIndex<T> read(
      Table table, References references, TermMaker<T> subject, List<Values> keys)
      throws IOException {
    JoinIndex<T> index = new JoinIndex<>();
    RowQuads<T> made = new RowQuads<>();
    try (Rows rows = table.open(references.list(), new Report())) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        index.add(subject.of(row, made), keys(row, keys));
        made.clear();
      }
    }
    return index;
  }

  private void add(List<T> made, Collection<?> keys) {
    for (Object key : keys) {
      subjects.merge(key, made, JoinIndex::both);
    }
  }

  /// Lists of one term, which are most, are kept small.
  private static <T> List<T> both(List<T> some, List<T> more) {
    if (some instanceof ArrayList<T> growing) {
      growing.addAll(more);
      return growing;
    }
    List<T> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  /// The parent's subjects that a row of the child joins with.
  List<T> find(Row child, List<Values> expressions) {
    Collection<?> keys = keys(child, expressions);
    if (keys.size() == 1) {
      return subjects.getOrDefault(keys.iterator().next(), List.of());
    }
    List<T> found = new ArrayList<>();
    keys.forEach(key -> found.addAll(subjects.getOrDefault(key, List.of())));
    return found;
  }

  /// Every combination of the values of a row's join expressions.
  private static Collection<?> keys(Row row, List<Values> expressions) {
    if (expressions.size() == 1) {
      List<Value> values = expressions.getFirst().of(row);
      return values.size() == 1
          ? List.of(values.getFirst().text())
          : values.stream().map(Value::text).toList();
    }
    List<List<String>> keys = List.of(List.of());
    for (Values expression : expressions) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> start : keys) {
        for (Value value : expression.of(row)) {
          List<String> key = new ArrayList<>(start);
          key.add(value.text());
          longer.add(key);
        }
      }
      keys = longer;
    }
    return keys;
  }
}
