package org.techrace.fetch;

import java.util.Optional;
import org.techrace.report.Place;

/// A file that the publisher of a source offers, and the table of the source that is read from it.
/// One row of a source's `fetch.csv`.
///
/// @param source the name of the source's folder
/// @param table the name of the table in that folder
/// @param url the official address, with variables in braces
/// @param mediaType what the file is, such as `text/csv`
/// @param each a table of the source: the address is asked once for each of its rows, whose columns
///   are variables of the address
/// @param query a file of the source, whose text is the variable `query`
/// @param next where an answer tells how to get the next one (a JSON Pointer, RFC 6901): the
///   variable `cursor`, the number of pages if the address has the variable `page`, or else the
///   next address
/// @param link where the answer of the address tells the address of the file (a JSON Pointer)
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
    String licence,
    String documentation,
    Place place) {

  /// Its name: source and table.
  public String name() {
    return source + "/" + table;
  }

  /// Whether it consists of several answers.
  boolean hasSeveralAnswers() {
    return each.isPresent() || next.isPresent();
  }

  /// The name of the file in the cache: by its ending readers know how it is packed.
  String fileName() {
    return switch (mediaType) {
      case "application/zip" -> table + ".zip";
      case "application/gzip" -> table + ".gz";
      case "application/zstd" -> table + ".zst";
      default -> table;
    };
  }
}
