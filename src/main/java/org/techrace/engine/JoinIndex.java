package org.techrace.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final Map<List<String>, Set<T>> subjects = new HashMap<>();

  private JoinIndex() {}

  /// Reads the parent's table once.
  static <T> JoinIndex<T> read(
      Table table, References references, TermMaker<T> subject, List<Values> keys, Report report)
      throws IOException {
    JoinIndex<T> index = new JoinIndex<>();
    // The parent's own faults are reported when it is mapped itself.
    RowFaults faults = new RowFaults();
    try (Rows rows = table.open(references.list(), report)) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        List<T> made = subject.of(row, faults);
        faults.clear();
        for (List<String> key : keys(row, keys)) {
          index.subjects.computeIfAbsent(key, _ -> new LinkedHashSet<>()).addAll(made);
        }
      }
    }
    return index;
  }

  /// The parent's subjects that a row of the child joins with, each once.
  List<T> find(Row child, List<Values> keys) {
    Set<T> found = new LinkedHashSet<>();
    for (List<String> key : keys(child, keys)) {
      found.addAll(subjects.getOrDefault(key, Set.of()));
    }
    return List.copyOf(found);
  }

  /// Every combination of the values of a row's join expressions.
  private static List<List<String>> keys(Row row, List<Values> expressions) {
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
