package org.techrace.scaffold;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.techrace.rdf.Turtle;
import org.techrace.table.format.Dialect;

/// Writes how a file is written as the `csvw:dialect` of a source.
final class DialectTurtle {
  private DialectTurtle() {}

  /// Returns the property with its value, or empty if the file is written as usual.
  ///
  /// @param stated the dialect, if it is not the usual one for the name of the file
  static Optional<String> of(Charset charset, Optional<Dialect> stated) {
    Dialect dialect = stated.orElse(Dialect.CSV);
    List<String> parts = new ArrayList<>();
    if (!charset.equals(StandardCharsets.UTF_8)) {
      parts.add("csvw:encoding " + Turtle.quoted(charset.name()));
    }
    if (dialect.quote() != '"') {
      parts.add(
          "csvw:quoteChar "
              + Turtle.quoted(
                  dialect.quote() == Dialect.NO_QUOTE ? "" : String.valueOf(dialect.quote())));
    }
    if (!dialect.doubleQuote()) {
      parts.add("csvw:doubleQuote false");
    }
    dialect
        .comment()
        .ifPresent(c -> parts.add("csvw:commentPrefix " + Turtle.quoted(c.toString())));
    parts.addAll(rows(dialect.skipRows(), dialect.headerRows(), dialect.footerRows()));
    if (dialect.trim() != Dialect.Trim.NONE) {
      parts.add(
          "csvw:trim "
              + (dialect.trim() == Dialect.Trim.BOTH
                  ? "true"
                  : Turtle.quoted(dialect.trim().name().toLowerCase(Locale.ROOT))));
    }
    if (dialect.isLenient()) {
      parts.add("tool:lenient true");
    }
    // A dialect without a delimiter is one with commas.
    if (dialect.delimiter() != ',') {
      parts.addFirst("csvw:delimiter " + Turtle.quoted(String.valueOf(dialect.delimiter())));
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of("csvw:dialect [ " + String.join(" ; ", parts) + " ]");
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
