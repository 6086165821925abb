package org.techrace.search;

/// The resemblance of two names.
///
/// @param kind the kind of evidence
/// @param value the strength, from 0 to 1; for equal names, how informative the name is
/// @param note the difference as text for people; empty if there is none
record Resemblance(Kind kind, double value, String note) {

  /// The kinds of evidence. Each has a calibration of its own.
  enum Kind {
    /// Both have the same identifier of another dataset.
    IDENTIFIER,
    /// The names are equal after folding.
    SAME,
    /// The names are equal except for the legal form or text in parentheses.
    SAME_CORE,
    /// One name is the acronym of the other.
    ACRONYM,
    /// The names have similar words.
    SIMILAR
  }
}
