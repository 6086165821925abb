package org.techrace.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.techrace.table.Row;

/// Finds the columns whose values together are different in every row of a new table: one column if
/// there is one, else two, else three, short ones first.
final class KeyGuess {
  private static final int COLUMNS = 6;

  /// The combinations still in question, each with the hashes of what was seen of it.
  private final Map<List<Integer>, Set<Long>> open = new LinkedHashMap<>();

  /// @param columns what was seen in a first reading
  /// @param rows how many rows it had
  KeyGuess(List<SeenColumn> columns, long rows) {
    List<Integer> may = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).mayBeKey(rows)) {
        may.add(i);
      }
    }
    // The first column of names or codes is often the key; else a code is better than a name.
    if (!may.isEmpty()) {
      open.put(List.of(may.getFirst()), new HashSet<>());
    }
    may.sort(Comparator.comparingDouble((Integer i) -> columns.get(i).length()));
    List<Integer> some = may.subList(0, Math.min(COLUMNS, may.size()));
    List<List<Integer>> combinations = List.of(List.of());
    for (int size = 1; size <= 3; size++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> start : combinations) {
        for (int column :
            some.subList(start.isEmpty() ? 0 : some.indexOf(start.getLast()) + 1, some.size())) {
          List<Integer> combination = new ArrayList<>(start);
          combination.add(column);
          longer.add(combination);
          open.putIfAbsent(combination, new HashSet<>());
        }
      }
      combinations = longer;
    }
  }

  /// Looks at a row in a second reading.
  void add(Row row) {
    open.entrySet().removeIf(entry -> !entry.getValue().add(hash(row, entry.getKey())));
  }

  private static long hash(Row row, List<Integer> columns) {
    long hash = 1;
    for (int column : columns) {
      String text = row.values(column).getFirst().text();
      for (int i = 0; i < text.length(); i++) {
        hash = 31 * hash + text.charAt(i);
      }
      hash = 31 * hash;
    }
    return hash;
  }

  /// The columns of the key; none if there is no key of at most three columns.
  List<Integer> columns() {
    return open.keySet().stream().findFirst().orElse(List.of());
  }
}
