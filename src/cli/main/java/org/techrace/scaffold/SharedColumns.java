package org.techrace.scaffold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The columns that the tables of a run have, by their headers. Columns with the same header have
/// the same property, so that their values are areas, concepts of one scheme, or texts in all
/// tables.
final class SharedColumns {
  /// No table has been read.
  static final SharedColumns NONE = new SharedColumns();

  private final Map<String, Integer> tables = new HashMap<>();
  private final Map<String, KnownAreas.Form> areas = new HashMap<>();
  private final Set<String> codes = new HashSet<>();

  private SharedColumns() {}

  /// Compares the columns of tables.
  ///
  /// @param header returns the header of a column
  static SharedColumns of(List<DraftTable> drafts, Function<SeenColumn, String> header) {
    SharedColumns found = new SharedColumns();
    Map<String, List<SeenColumn>> byHeader = new HashMap<>();
    for (DraftTable draft : drafts) {
      Set<String> seen = new HashSet<>();
      for (SeenColumn column : draft.columns()) {
        String name = header.apply(column);
        if (seen.add(name)) {
          found.tables.merge(name, 1, Integer::sum);
        }
        if (!column.isMissing()) {
          byHeader.computeIfAbsent(name, _ -> new ArrayList<>()).add(column);
        }
      }
    }
    Set<SeenColumn> keys = new HashSet<>();
    drafts.forEach(draft -> draft.soleKey().ifPresent(keys::add));
    byHeader.forEach((name, columns) -> found.compare(name, columns, keys));
    return found;
  }

  private void compare(String header, List<SeenColumn> columns, Set<SeenColumn> keys) {
    boolean areTexts =
        columns.stream().noneMatch(c -> c.hasOtherValues() || c.isTyped() || c.isAddress());
    if (!areTexts) {
      return;
    }
    Set<String> values = new LinkedHashSet<>();
    columns.forEach(column -> values.addAll(column.values().keySet()));
    KnownAreas.form(values, header).ifPresent(form -> areas.put(header, form));
    // Times are not categories. One table alone must show that values are shared, and none may have
    // them as its key.
    if (columns.stream().noneMatch(column -> hasTimes(column) || keys.contains(column))
        && columns.stream().anyMatch(column -> CodeList.isLikely(List.of(column)))
        && CodeList.isLikely(columns)) {
      codes.add(header);
    }
  }

  private static boolean hasTimes(SeenColumn column) {
    return column.isTimeByName()
        && column.values().keySet().stream()
            .allMatch(value -> value.codePoints().anyMatch(Character::isDigit));
  }

  /// Returns how the values of the columns with a header name areas, or empty if they do not.
  Optional<KnownAreas.Form> areas(String header) {
    return Optional.ofNullable(areas.get(header));
  }

  /// Returns true if the values of the columns with a header are codes or categories.
  boolean areCodes(String header) {
    return codes.contains(header);
  }

  /// Returns true if several tables have a column.
  boolean isShared(String header) {
    return tables.getOrDefault(header, 0) > 1;
  }
}
