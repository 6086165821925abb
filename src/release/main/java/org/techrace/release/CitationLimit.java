package org.techrace.release;

/// How many releases, and how many bytes of them, are kept because an answer of them was cited.
/// Anybody who can reach a server can cite.
///
/// @param releases the number of releases
/// @param bytes the size of all their files, in bytes
public record CitationLimit(int releases, long bytes) {
  /// 100 releases and 10 GiB.
  public static final CitationLimit DEFAULT = new CitationLimit(100, 10L << 30);
}
