package org.techrace.fetch;

import java.util.Map;
import java.util.Optional;
import org.techrace.report.Place;

/// A file of a publisher, and the table of the source that is read from it: one row of a source's
/// `fetch.csv`.
///
/// @param source the name of the source's folder
/// @param table the name of the table in that folder
/// @param url the official address, with variables in braces
/// @param mediaType the media type, such as `text/csv`
/// @param each a table of the source: one request per row; its columns are variables of the address
/// @param query a file of the source; its text is the variable `query`
/// @param next a JSON Pointer (RFC 6901) to the value for the next request, or `Link` for the
///   header of that name: the variable `cursor`, the number of pages if the address has the
///   variable `page`, or else the next address
/// @param link a JSON Pointer to the address of the file in the answer
/// @param headers headers of the requests by name; `{key}` in a value is the user's key
/// @param licence the IRI of the licence
/// @param documentation the page on which the publisher documents the address
/// @param place the row
public record Distribution(
    String source,
    String table,
    UrlTemplate url,
    String mediaType,
    Optional<String> each,
    Optional<String> query,
    Optional<String> next,
    Optional<String> link,
    Map<String, String> headers,
    String licence,
    String documentation,
    Place place) {
  /// The variable of the user's key for the API.
  static final String KEY = "{key}";

  /// @param headers the headers of the requests; they are copied
  public Distribution {
    headers = Map.copyOf(headers);
  }

  /// Returns the name: source and table.
  public String name() {
    return source + "/" + table;
  }

  /// Returns true if it consists of several answers.
  boolean hasSeveralAnswers() {
    return each.isPresent() || next.isPresent();
  }

  /// Returns true if the publisher gets the user's key.
  boolean needsKey() {
    return url.text().contains(KEY) || hasKeyInHeaders();
  }

  /// Returns true if a header has the user's key.
  boolean hasKeyInHeaders() {
    return headers.values().stream().anyMatch(value -> value.contains(KEY));
  }

  /// Returns the name of the file in the cache. Its extension names the compression.
  String fileName() {
    return switch (mediaType) {
      case "application/zip" -> table + ".zip";
      case "application/gzip" -> table + ".gz";
      case "application/zstd" -> table + ".zst";
      default -> table;
    };
  }
}
