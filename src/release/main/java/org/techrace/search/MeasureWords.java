package org.techrace.search;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Words that compare or ask for a quantity, such as "heaviest", and the names of the quantity.
public final class MeasureWords {
  private static final Map<String, List<String>> MEANINGS =
      Lists.rows("measure-words.tsv").stream()
          .collect(
              Collectors.groupingBy(
                  row -> row.getFirst(),
                  Collectors.mapping(row -> row.get(1), Collectors.toList())));

  private MeasureWords() {}

  /// Returns the quantities that each word may ask for.
  public static Map<String, List<String>> meanings() {
    return MEANINGS;
  }
}
