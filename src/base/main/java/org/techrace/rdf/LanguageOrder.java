package org.techrace.rdf;

import java.util.List;

/// The order in which texts of several languages are preferred: the languages of a graph, best
/// first; then texts without a language; then all others.
///
/// @param best language tags, best first
public record LanguageOrder(List<String> best) {
  /// The order for a graph whose languages are unknown.
  public static final LanguageOrder NONE = new LanguageOrder(List.of());

  public LanguageOrder {
    best = List.copyOf(best);
  }

  /// Returns the rank of a language; the lowest is preferred.
  ///
  /// @param language a language tag; empty for a text without a language
  public int rank(String language) {
    int rank = best.indexOf(language);
    if (rank >= 0) {
      return rank;
    }
    return language.isEmpty() ? best.size() : best.size() + 1;
  }
}
