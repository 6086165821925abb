package org.techrace.scaffold;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.techrace.table.csv.Dialect;
import org.techrace.table.csv.DialectDetector.Detected;

/// Writes the dialect of a CSV file as the `csvw:dialect` of a source.
final class DialectTurtle {
  private DialectTurtle() {}

  /// Returns the property with its value, or empty if the file has the usual dialect.
  static Optional<String> of(Detected detected, String file) {
    Dialect dialect = detected.dialect();
    List<String> parts = new ArrayList<>();
    boolean isTsv = file.matches("(?i).*\\.(tsv|tab)(\\.gz|\\.zst)?");
    boolean isUsual = dialect.delimiter() == (isTsv ? '\t' : ',');
    if (!detected.charset().equals(StandardCharsets.UTF_8)) {
      parts.add("csvw:encoding " + FirstMapping.quoted(detected.charset().name()));
    }
    if (dialect.quote() != '"') {
      parts.add(
          "csvw:quoteChar "
              + FirstMapping.quoted(
                  dialect.quote() == Dialect.NO_QUOTE ? "" : String.valueOf(dialect.quote())));
    }
    if (!dialect.doubleQuote()) {
      parts.add("csvw:doubleQuote false");
    }
    dialect
        .comment()
        .ifPresent(c -> parts.add("csvw:commentPrefix " + FirstMapping.quoted(c.toString())));
    if (dialect.skipRows() > 0) {
      parts.add("csvw:skipRows " + dialect.skipRows());
    }
    if (dialect.headerRows() == 0) {
      parts.add("csvw:header false");
    } else if (dialect.headerRows() > 1) {
      parts.add("csvw:headerRowCount " + dialect.headerRows());
    }
    if (dialect.footerRows() > 0) {
      parts.add("tool:footerRows " + dialect.footerRows());
    }
    if (dialect.isLenient()) {
      parts.add("tool:lenient true");
    }
    if (parts.isEmpty() && isUsual) {
      return Optional.empty();
    }
    // A dialect without a delimiter is one with commas.
    if (dialect.delimiter() != ',') {
      parts.addFirst("csvw:delimiter " + FirstMapping.quoted(String.valueOf(dialect.delimiter())));
    }
    return Optional.of("csvw:dialect [ " + String.join(" ; ", parts) + " ]");
  }
}
