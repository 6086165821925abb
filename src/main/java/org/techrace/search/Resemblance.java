package org.techrace.search;

/// How two names resemble each other.
///
/// @param kind by what
/// @param value how much, from 0 to 1; of names that are the same, how much that says
/// @param note what differs, for people; empty if nothing does
record Resemblance(Kind kind, double value, String note) {

  /// The kinds, each with a calibration of its own.
  enum Kind {
    /// Another body's key is the same.
    IDENTIFIER,
    /// Spelt the same, as far as folding sees.
    SAME,
    /// The same but for the legal form or what stands in parentheses.
    SAME_CORE,
    /// One is the acronym of the other.
    ACRONYM,
    /// Alike in some words.
    SIMILAR
  }
}
