package org.techrace.fetch;

import java.time.Instant;
import java.util.Optional;

/// The fetched file of a table.
///
/// @param table the name of the distribution: source and table
/// @param url the address; for several answers, with its variables
/// @param fetched the time of the fetch, in whole seconds
/// @param bytes the size
/// @param sha256 the SHA-256, in lower-case hexadecimal digits
/// @param licence the IRI of the licence
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

  /// Returns true if the server can report whether the file has changed.
  boolean hasValidator() {
    return etag.isPresent() || lastModified.isPresent();
  }
}
