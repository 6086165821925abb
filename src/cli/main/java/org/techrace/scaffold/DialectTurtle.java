package org.techrace.scaffold;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.techrace.table.csv.Dialect;
import org.techrace.table.csv.DialectDetector.Detected;
import org.techrace.table.sheet.XlsxTable;

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
    if (dialect.trim() == Dialect.Trim.BOTH) {
      parts.add("csvw:trim true");
    }
    dialect
        .comment()
        .ifPresent(c -> parts.add("csvw:commentPrefix " + FirstMapping.quoted(c.toString())));
    parts.addAll(rows(dialect.skipRows(), dialect.headerRows(), dialect.footerRows()));
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
    return Optional.of(property(parts));
  }

  /// Returns the property for a sheet, or empty if its table begins with a header in its first row
  /// and ends with its last row.
  static Optional<String> of(XlsxTable.Extent extent) {
    List<String> parts = rows(extent.skipRows(), extent.headerRows(), extent.footerRows());
    return parts.isEmpty() ? Optional.empty() : Optional.of(property(parts));
  }

  private static String property(List<String> parts) {
    return "csvw:dialect [ " + String.join(" ; ", parts) + " ]";
  }

  private static List<String> rows(int skip, int header, int footer) {
    List<String> parts = new ArrayList<>();
    if (skip > 0) {
      parts.add("csvw:skipRows " + skip);
    }
    if (header == 0) {
      parts.add("csvw:header false");
    } else if (header > 1) {
      parts.add("csvw:headerRowCount " + header);
    }
    if (footer > 0) {
      parts.add("tool:footerRows " + footer);
    }
    return parts;
  }
}
