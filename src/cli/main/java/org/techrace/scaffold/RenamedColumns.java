package org.techrace.scaffold;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.Value;

/// Finds columns of a table that have another name in its newer state: most of their cells are
/// equal in the rows that both states have.
final class RenamedColumns {
  private static final int MIN_CELLS = 3;
  private static final double MIN_EQUAL = 0.8;

  /// The rows that are compared at most, which fit into memory.
  private static final int MAX_ROWS = 100_000;

  private RenamedColumns() {}

  /// A table in memory.
  private record Cells(List<String> header, List<List<String>> rows) {
    static Cells of(NewTable table) throws IOException {
      List<List<String>> rows = new ArrayList<>();
      try (SourceRows all = table.open(new Report())) {
        for (@Nullable Row row = all.next();
            row != null && rows.size() < MAX_ROWS;
            row = all.next()) {
          Row one = row;
          rows.add(
              IntStream.range(0, table.references().size())
                  .mapToObj(i -> one.values(i).stream().map(Value::text).toList().toString())
                  .map(cell -> cell.substring(1, cell.length() - 1))
                  .toList());
        }
      }
      return new Cells(table.references(), rows);
    }

    /// Returns the rows by their cells of a column; empty if two rows have the same cell.
    Map<String, List<String>> by(String column) {
      int index = header.indexOf(column);
      Map<String, List<String>> found = new HashMap<>();
      rows.forEach(row -> found.put(row.get(index), row));
      return found.size() == rows.size() ? found : Map.of();
    }
  }

  /// A pair of rows of the same thing.
  private record Pair(List<String> earlier, List<String> later) {}

  /// Returns the renamed columns, the most certain ones first.
  ///
  /// @throws IOException if a table cannot be read
  static List<NewVintage.Renamed> between(
      NewTable before, NewTable now, List<String> gone, List<String> fresh) throws IOException {
    List<String> from = gone.stream().filter(before.references()::contains).toList();
    List<String> to = fresh.stream().filter(now.references()::contains).toList();
    if (from.isEmpty() || to.isEmpty()) {
      return List.of();
    }
    Cells earlier = Cells.of(before);
    Cells later = Cells.of(now);
    List<Pair> pairs = pairs(earlier, later);
    List<NewVintage.Renamed> found = new ArrayList<>();
    for (String one : from) {
      for (String other : to) {
        int left = earlier.header.indexOf(one);
        int right = later.header.indexOf(other);
        List<Pair> filled =
            pairs.stream()
                .filter(p -> !p.earlier.get(left).isBlank() && !p.later.get(right).isBlank())
                .toList();
        long equal =
            filled.stream().filter(p -> p.earlier.get(left).equals(p.later.get(right))).count();
        if (filled.size() >= MIN_CELLS && equal >= MIN_EQUAL * filled.size()) {
          found.add(new NewVintage.Renamed(one, other, (int) (100 * equal / filled.size())));
        }
      }
    }
    found.sort(Comparator.comparingInt(NewVintage.Renamed::percent).reversed());
    Set<String> used = new HashSet<>();
    List<NewVintage.Renamed> best = new ArrayList<>();
    for (NewVintage.Renamed one : found) {
      // No name is in both states.
      if (Collections.disjoint(used, List.of(one.from(), one.to()))) {
        used.addAll(List.of(one.from(), one.to()));
        best.add(one);
      }
    }
    return best;
  }

  /// Returns the rows of the same things: those with the same cell of a column of both states that
  /// has no cell twice, or else those with the same number.
  private static List<Pair> pairs(Cells earlier, Cells later) {
    Optional<List<Pair>> most =
        earlier.header.stream()
            .filter(later.header::contains)
            .map(column -> pairs(earlier.by(column), later.by(column)))
            .max(Comparator.comparingInt(List::size))
            .filter(pairs -> !pairs.isEmpty());
    return most.orElseGet(
        () ->
            IntStream.range(0, Math.min(earlier.rows.size(), later.rows.size()))
                .mapToObj(i -> new Pair(earlier.rows.get(i), later.rows.get(i)))
                .toList());
  }

  private static List<Pair> pairs(
      Map<String, List<String>> earlier, Map<String, List<String>> later) {
    return earlier.entrySet().stream()
        .flatMap(
            one ->
                Stream.ofNullable(later.get(one.getKey()))
                    .map(row -> new Pair(one.getValue(), row)))
        .toList();
  }
}
