package org.techrace.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// The names of a table's columns and where each stands in a row.
///
/// @param at the header's place in findings
/// @param indexes the index of each column, from 0
public record Header(Place at, Map<String, Integer> indexes) {

  /// The header of these names; nothing if one stands twice, which is reported.
  public static Optional<Header> of(Place at, List<String> names, Report report) {
    Map<String, Integer> indexes = new TreeMap<>();
    boolean good = true;
    for (int i = 0; i < names.size(); i++) {
      if (indexes.put(names.get(i), i) != null) {
        report.error(
            at,
            names.get(i).isBlank()
                ? "more than one column has no name, the last of them is number %d; name or remove them"
                    .formatted(i + 1)
                : "column '%s' stands twice in the header; rename one".formatted(names.get(i)));
        good = false;
      }
    }
    return good ? Optional.of(new Header(at, indexes)) : Optional.empty();
  }

  /// Where some columns are; nothing if there is none of one of these names, which is reported.
  public Optional<int[]> find(List<Reference> references, Report report) {
    int[] result = new int[references.size()];
    boolean good = true;
    for (int i = 0; i < result.length; i++) {
      Reference reference = references.get(i);
      Integer index = indexes.get(reference.text());
      if (index == null) {
        report.error(at, reference.tell(unknown(reference.text())));
        good = false;
      } else {
        result[i] = index;
      }
    }
    return good ? Optional.of(result) : Optional.empty();
  }

  /// Says that there is no such column, and which one may be meant.
  public String unknown(String name) {
    return "there is no column '%s'; %s".formatted(name, Nearest.suggest(name, indexes.keySet()));
  }
}
