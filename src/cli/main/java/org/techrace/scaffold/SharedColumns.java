package org.techrace.scaffold;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The columns that several tables of a run have. Columns with the same header have the same
/// property, so their values are either concepts of one scheme or texts in all tables.
final class SharedColumns {
  /// No table has been read.
  static final SharedColumns NONE = new SharedColumns();

  private final Map<String, Integer> tables = new HashMap<>();
  private final Set<String> texts = new HashSet<>();

  private SharedColumns() {}

  /// Compares the columns of tables.
  ///
  /// @param header returns the header of a column
  static SharedColumns of(List<DraftTable> drafts, Function<SeenColumn, String> header) {
    SharedColumns found = new SharedColumns();
    for (DraftTable draft : drafts) {
      Set<String> seen = new HashSet<>();
      for (SeenColumn column : draft.columns()) {
        String name = header.apply(column);
        if (seen.add(name)) {
          found.tables.merge(name, 1, Integer::sum);
        }
        if (!column.isMissing() && !CodeList.isLikely(column)) {
          found.texts.add(name);
        }
      }
    }
    return found;
  }

  /// Returns true if the values of a column are not codes or categories in all tables.
  boolean isText(String header) {
    return texts.contains(header);
  }

  /// Returns true if several tables have a column.
  boolean isShared(String header) {
    return tables.getOrDefault(header, 0) > 1;
  }
}
