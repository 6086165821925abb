package org.techrace.fetch;

import java.time.Instant;
import java.util.Optional;

/// What was fetched for a table.
///
/// @param table the name of the distribution: source and table
/// @param url where it was fetched from; variables of several answers are not filled in
/// @param fetched when, in whole seconds
/// @param bytes its size
/// @param sha256 its SHA-256, in lower-case hexadecimal digits
/// @param licence the IRI of its licence
/// @param etag the header `ETag` of the answer
/// @param lastModified the header `Last-Modified` of the answer
public record LockEntry(
    String table,
    String url,
    Instant fetched,
    long bytes,
    String sha256,
    String licence,
    Optional<String> etag,
    Optional<String> lastModified) {

  /// Whether the server can tell whether the file has changed.
  boolean hasValidator() {
    return etag.isPresent() || lastModified.isPresent();
  }
}
