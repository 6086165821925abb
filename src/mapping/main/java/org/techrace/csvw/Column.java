package org.techrace.csvw;

import java.util.List;
import java.util.Map;

/// The description of a column.
///
/// @param name the name, encoded for URLs
/// @param isNamed true if the metadata states the name
/// @param titles the titles by their language; `und` if it is not known
record Column(
    String name,
    boolean isNamed,
    Map<String, List<String>> titles,
    boolean isVirtual,
    boolean isSuppressed,
    Inherited inherited) {
  Column {
    titles = Map.copyOf(titles);
  }

  /// Returns true if a text is one of the titles in its language. Languages are the same if one is
  /// the start of the other, or is not known.
  ///
  /// @param language the language of the text; empty if it is not known
  boolean hasTitle(String text, String language) {
    return titles.entrySet().stream()
        .anyMatch(of -> isSame(of.getKey(), language) && of.getValue().contains(text));
  }

  private static boolean isSame(String a, String b) {
    return a.equals("und")
        || b.isEmpty()
        || b.equals("und")
        || a.equals(b)
        || a.startsWith(b + "-")
        || b.startsWith(a + "-");
  }
}
