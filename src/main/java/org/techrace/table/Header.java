package org.techrace.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// The names of the columns of a table, each with its index.
///
/// @param at the place of the header, for findings
/// @param indexes the index of each column, starting at 0
public record Header(Place at, Map<String, Integer> indexes) {

  /// Creates a header. Reports names that occur twice, and then returns empty.
  public static Optional<Header> of(Place at, List<String> names, Report report) {
    Map<String, Integer> indexes = new TreeMap<>();
    boolean good = true;
    for (int i = 0; i < names.size(); i++) {
      if (indexes.put(names.get(i), i) != null) {
        report.error(
            at,
            names.get(i).isBlank()
                ? "several columns have no name, the last of them is column %d; name or remove them"
                    .formatted(i + 1)
                : "column '%s' occurs twice in the header; rename one".formatted(names.get(i)));
        good = false;
      }
    }
    return good ? Optional.of(new Header(at, indexes)) : Optional.empty();
  }

  /// Returns the index of each referenced column. Reports references to columns that do not exist,
  /// and then returns empty.
  public Optional<int[]> find(List<Reference> references, Report report) {
    int[] result = new int[references.size()];
    boolean good = true;
    for (int i = 0; i < result.length; i++) {
      Reference reference = references.get(i);
      Integer index = indexes.get(reference.text());
      if (index == null) {
        report.error(at, reference.withOrigin(unknown(reference.text())));
        good = false;
      } else {
        result[i] = index;
      }
    }
    return good ? Optional.of(result) : Optional.empty();
  }

  /// Returns a message that a column does not exist, with the nearest name as a suggestion.
  public String unknown(String name) {
    return "unknown column '%s'; %s".formatted(name, Nearest.suggest(name, indexes.keySet()));
  }
}
