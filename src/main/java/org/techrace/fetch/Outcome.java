package org.techrace.fetch;

/// What became of a file that was to be fetched.
///
/// @param one the file
/// @param kind what became of it
/// @param entry what is in the lock file
public record Outcome(Distribution one, Kind kind, LockEntry entry) {
  /// The kinds of outcomes. A file that could not be fetched has a finding instead.
  public enum Kind {
    /// It was downloaded, and differs from what was there.
    FETCHED,

    /// The publisher has the same file.
    UNCHANGED,

    /// It is there, and the publisher does not tell whether it has changed; so it was not asked.
    PRESENT
  }
}
