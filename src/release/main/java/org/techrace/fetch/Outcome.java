package org.techrace.fetch;

/// The outcome of fetching a file.
///
/// @param one the file
/// @param kind the kind of outcome
/// @param entry the entry in the lock file
public record Outcome(Distribution one, Kind kind, LockEntry entry) {
  /// The kinds of outcomes. A failure is a finding instead.
  public enum Kind {
    /// The file was downloaded, and is new or has changed.
    FETCHED,

    /// The server has the same file.
    UNCHANGED,

    /// The file is in the cache, and was not requested because the server cannot report changes.
    PRESENT
  }
}
