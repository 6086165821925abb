package org.techrace.mapping;

import java.util.Optional;
import java.util.Set;
import org.techrace.mapping.LogicalSource.Dialect;

/// Reads the dialect of a CSV file (CSV on the Web, section 5.9). Properties that are not supported
/// are errors, because they would change the cells.
final class DialectReader {
  private static final Set<String> KNOWN =
      Set.of("delimiter", "quoteChar", "commentPrefix", "trim", "encoding", "header");

  private DialectReader() {}

  static Dialect read(RmlResource dialect) {
    dialect.allowOnlyCsvw("a dialect", KNOWN);
    Optional<Character> comment = character(dialect, "commentPrefix");
    char delimiter = character(dialect, "delimiter").orElse(',');
    char quote = character(dialect, "quoteChar").orElse('"');
    if (delimiter == quote || comment.filter(c -> c == delimiter || c == quote).isPresent()) {
      dialect.error("delimiter, quoteChar and commentPrefix must differ; change one");
    }
    dialect
        .value(Rml.CSVW + "header")
        .filter(header -> !header.matches("true|1"))
        .ifPresent(
            header ->
                dialect.error(
                    "csvw:header is %s; the first line must name the columns: add a header"
                        .formatted(header)));
    return new Dialect(delimiter, quote, comment, trim(dialect));
  }

  /// Reads `csvw:trim`. The values `start` and `end` of CSV on the Web are not supported.
  private static boolean trim(RmlResource dialect) {
    String trim = dialect.value(Rml.CSVW + "trim").orElse("false");
    if (!trim.matches("true|false|1|0")) {
      dialect.error("csvw:trim is \"%s\"; expected true or false".formatted(trim));
    }
    return trim.matches("true|1");
  }

  private static Optional<Character> character(RmlResource dialect, String property) {
    Optional<String> text = dialect.value(Rml.CSVW + property);
    text.filter(t -> t.length() != 1 || t.equals("\n") || t.equals("\r"))
        .ifPresent(
            t ->
                dialect.error(
                    "csvw:%s is \"%s\"; expected a single character".formatted(property, t)));
    return text.filter(t -> t.length() == 1).map(t -> t.charAt(0));
  }
}
