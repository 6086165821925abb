package org.techrace.scaffold;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.techrace.memory.Fingerprint;
import org.techrace.memory.FingerprintMap;
import org.techrace.memory.Memory;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;

/// Finds columns whose combined values are different in every row of a new table. It prefers one
/// column to two, two to three, and short columns to long ones.
final class KeyGuess {
  private static final int MAX_CANDIDATES = 6;
  private static final int MAX_KEY_COLUMNS = 3;

  private final Memory memory;

  /// The index of the first column that can be part of a key, and the indexes of the shortest such
  /// columns.
  private final Optional<Integer> first;

  private final List<Integer> shortest;

  /// Opens the table again.
  interface Reading {
    SourceRows open() throws IOException;
  }

  /// @param columns the columns, described in a first pass
  /// @param rows the number of rows
  KeyGuess(List<SeenColumn> columns, long rows, Memory memory) {
    this.memory = memory;
    List<Integer> may = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).mayBeKey(rows)) {
        may.add(i);
      }
    }
    first = may.stream().findFirst();
    may.sort(Comparator.comparingDouble((Integer i) -> columns.get(i).length()));
    shortest = List.copyOf(may.subList(0, Math.min(MAX_CANDIDATES, may.size())));
  }

  /// Returns the columns of the key, or an empty list if no key has at most three columns. The
  /// table is read once per number of columns that is tried.
  ///
  /// @throws IOException if the table cannot be read, or a temporary file cannot be written
  List<Integer> columns(Reading table) throws IOException {
    for (int size = 1; size <= MAX_KEY_COLUMNS && size <= shortest.size(); size++) {
      Set<List<Integer>> candidates = new LinkedHashSet<>();
      // The first column of names or codes is often the key. Otherwise a code is better than a
      // name.
      if (size == 1) {
        first.ifPresent(column -> candidates.add(List.of(column)));
      }
      candidates.addAll(combinations(size));
      Optional<List<Integer>> key = firstUnique(candidates, table);
      if (key.isPresent()) {
        return key.get();
      }
    }
    return List.of();
  }

  private List<List<Integer>> combinations(int size) {
    List<List<Integer>> combinations = List.of(List.of());
    for (int i = 0; i < size; i++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> start : combinations) {
        int from = start.isEmpty() ? 0 : shortest.indexOf(start.getLast()) + 1;
        for (int column : shortest.subList(from, shortest.size())) {
          List<Integer> combination = new ArrayList<>(start);
          combination.add(column);
          longer.add(combination);
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  /// Returns the first candidate that is different in every row.
  private Optional<List<Integer>> firstUnique(Set<List<Integer>> candidates, Reading table)
      throws IOException {
    Map<List<Integer>, FingerprintMap> open = new LinkedHashMap<>();
    for (List<Integer> candidate : candidates) {
      open.put(candidate, new FingerprintMap(memory, 1));
    }
    try (SourceRows rows = table.open()) {
      for (@Nullable Row row = rows.next(); row != null && !open.isEmpty(); row = rows.next()) {
        for (var entries = open.entrySet().iterator(); entries.hasNext(); ) {
          Map.Entry<List<Integer>, FingerprintMap> candidate = entries.next();
          if (!isNew(row, candidate.getKey(), candidate.getValue())) {
            candidate.getValue().free();
            entries.remove();
          }
        }
      }
    }
    Optional<List<Integer>> key = open.keySet().stream().findFirst();
    open.values().forEach(FingerprintMap::free);
    return key;
  }

  private static boolean isNew(Row row, List<Integer> columns, FingerprintMap seen)
      throws IOException {
    Fingerprint key =
        Fingerprint.of(columns.stream().map(c -> row.values(c).getFirst().text()).toList());
    if (seen.number(seen.slot(key.high(), key.low()), 0) != 0) {
      return false;
    }
    seen.add(key.high(), key.low(), 1);
    return true;
  }
}
