package org.techrace.scaffold;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.techrace.memory.Fingerprint;
import org.techrace.memory.FingerprintMap;
import org.techrace.memory.Memory;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.Value;

/// Finds columns with the keys of another table of the same folder. The name of such a column is
/// that of the key or of the other table, and each of its values is a key there.
final class ForeignKeys {
  /// Names of keys that say nothing about the table.
  private static final Set<String> GENERIC =
      Set.of("id", "code", "key", "name", "no", "nr", "slug");

  private final Memory memory;

  /// The tables with a key of one column.
  private final List<DraftTable> keyed;

  /// The keys of the tables that columns may refer to.
  private final Map<DraftTable, FingerprintMap> keys = new HashMap<>();

  private ForeignKeys(List<DraftTable> tables, Memory memory) {
    this.keyed = tables.stream().filter(table -> table.key().size() == 1).toList();
    this.memory = memory;
  }

  /// Returns the table that each column refers to.
  ///
  /// @throws IOException if a table cannot be read, or a temporary file cannot be written
  static Map<SeenColumn, DraftTable> of(List<DraftTable> tables, Memory memory) throws IOException {
    ForeignKeys found = new ForeignKeys(tables, memory);
    Map<SeenColumn, DraftTable> links = new HashMap<>();
    for (DraftTable table : tables) {
      found.link(table, links);
    }
    found.keys.values().forEach(FingerprintMap::free);
    return links;
  }

  /// Returns the keys of a table, which are read when a column first needs them.
  private FingerprintMap keys(DraftTable table) throws IOException {
    FingerprintMap known = keys.get(table);
    if (known != null) {
      return known;
    }
    FingerprintMap values = new FingerprintMap(memory, 1);
    keys.put(table, values);
    try (SourceRows rows = open(table, List.of(table.key().getFirst()))) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        for (Value value : row.values(0)) {
          Fingerprint key = Fingerprint.of(List.of(value.text()));
          if (values.number(values.slot(key.high(), key.low()), 0) == 0) {
            values.add(key.high(), key.low(), 1);
          }
        }
      }
    }
    return values;
  }

  private static SourceRows open(DraftTable table, List<SeenColumn> columns) throws IOException {
    return table
        .table()
        .table()
        .open(columns.stream().map(c -> Reference.of(c.reference())).toList(), new Report());
  }

  private void link(DraftTable table, Map<SeenColumn, DraftTable> links) throws IOException {
    List<SeenColumn> columns = new ArrayList<>();
    List<DraftTable> parents = new ArrayList<>();
    for (SeenColumn column : table.columns()) {
      if (column.filled() > 0 && !table.key().equals(List.of(column))) {
        parent(table, column)
            .ifPresent(
                parent -> {
                  columns.add(column);
                  parents.add(parent);
                });
      }
    }
    if (columns.isEmpty()) {
      return;
    }
    List<FingerprintMap> parentKeys = new ArrayList<>();
    for (DraftTable parent : parents) {
      parentKeys.add(keys(parent));
    }
    boolean[] wrong = new boolean[columns.size()];
    try (SourceRows rows = open(table, columns)) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        for (int i = 0; i < wrong.length; i++) {
          wrong[i] = wrong[i] || !areKeys(row.values(i), parentKeys.get(i));
        }
      }
    }
    for (int i = 0; i < wrong.length; i++) {
      if (!wrong[i]) {
        links.put(columns.get(i), parents.get(i));
      }
    }
  }

  /// Reports whether all values are keys, or texts that often mean that a value is missing, which a
  /// join leaves out.
  private static boolean areKeys(List<Value> values, FingerprintMap keys) throws IOException {
    for (Value value : values) {
      Fingerprint key = Fingerprint.of(List.of(value.text()));
      if (!SeenColumn.oftenMeansMissing(value.text())
          && keys.number(keys.slot(key.high(), key.low()), 0) == 0) {
        return false;
      }
    }
    return true;
  }

  /// Returns the other table that the name of a column means, if there is exactly one.
  private Optional<DraftTable> parent(DraftTable child, SeenColumn column) {
    List<DraftTable> named =
        keyed.stream()
            .filter(table -> !table.equals(child) && means(plain(column.label()), table))
            .toList();
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }

  private static boolean means(String column, DraftTable table) {
    String key = plain(table.key().getFirst().label());
    if (column.equals(key) && !GENERIC.contains(key)) {
      return true;
    }
    String name = plain(table.name());
    return Stream.of(
            name,
            name.replaceFirst("ies$", "y"),
            name.replaceFirst("es$", ""),
            name.replaceFirst("s$", ""))
        .filter(stem -> !stem.isEmpty() && column.startsWith(stem))
        .map(stem -> column.substring(stem.length()))
        .anyMatch(rest -> rest.isEmpty() || rest.equals(key) || GENERIC.contains(rest));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
