package org.techrace.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
  private final Terms<T> terms;
  private final Map<Object, Map<Object, T>> subjects = new HashMap<>();

  private JoinIndex(Terms<T> terms) {
    this.terms = terms;
  }

  /// Reads the parent's table once. Its faults are not reported: they are when the parent itself is
  /// mapped.
  static <T> JoinIndex<T> read(
      Table table, References references, TermMaker<T> subject, List<Values> keys, Terms<T> terms)
      throws IOException {
    JoinIndex<T> index = new JoinIndex<>(terms);
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
      Map<Object, T> same = subjects.computeIfAbsent(key, _ -> new LinkedHashMap<>(2));
      made.forEach(term -> same.putIfAbsent(terms.key(term), term));
    }
  }

  /// The parent's subjects that a row of the child joins with, each once.
  List<T> find(Row child, List<Values> expressions) {
    Map<Object, T> found = new LinkedHashMap<>();
    for (Object key : keys(child, expressions)) {
      found.putAll(subjects.getOrDefault(key, Map.of()));
    }
    return List.copyOf(found.values());
  }

  /// Every combination of the values of a row's join expressions.
  private static Collection<?> keys(Row row, List<Values> expressions) {
    if (expressions.size() == 1) {
      return expressions.getFirst().of(row).stream().map(Value::text).toList();
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
