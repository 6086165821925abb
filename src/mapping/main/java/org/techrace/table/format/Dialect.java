package org.techrace.table.format;

import java.util.Optional;

/// How a file writes its cells (CSV on the Web, "Metadata Vocabulary", section 5.9).
///
/// @param delimiter the character between cells
/// @param quote the character around quoted cells, or [#NO_QUOTE]
/// @param doubleQuote true if a quote in a quoted cell is doubled, false if a backslash is in front
///   of it
/// @param comment the first character of comment lines
/// @param trim at which ends of a cell white space is removed
/// @param skipRows the number of lines before the header
/// @param headerRows the number of records with column names; 0 if columns only have positions
/// @param footerRows the number of records at the end that are not data
/// @param isLenient true if rows may have too few or too many cells and quotes may be wrong
public record Dialect(
    char delimiter,
    char quote,
    boolean doubleQuote,
    Optional<Character> comment,
    Trim trim,
    int skipRows,
    int headerRows,
    int footerRows,
    boolean isLenient) {

  /// The value of `quote` in a file without quotes.
  public static final char NO_QUOTE = '\0';

  /// The dialect of RFC 4180.
  public static final Dialect CSV = separatedBy(',');

  /// The dialect of RFC 4180 with tabs as delimiters.
  public static final Dialect TSV = separatedBy('\t');

  /// The ends of a cell.
  public enum Trim {
    NONE,
    START,
    END,
    BOTH;

    /// Removes white space from a cell.
    public String apply(String cell) {
      return switch (this) {
        case NONE -> cell;
        case START -> cell.stripLeading();
        case END -> cell.stripTrailing();
        case BOTH -> cell.strip();
      };
    }
  }

  /// Returns the dialect of RFC 4180 with another delimiter.
  public static Dialect separatedBy(char delimiter) {
    return new Dialect(delimiter, '"', true, Optional.empty(), Trim.NONE, 0, 1, 0, false);
  }

  /// Returns the dialect with another quote character.
  public Dialect withQuote(char character) {
    return new Dialect(
        delimiter,
        character,
        doubleQuote,
        comment,
        trim,
        skipRows,
        headerRows,
        footerRows,
        isLenient);
  }

  /// Returns the dialect with other rows around the data.
  public Dialect withRows(int before, int header, int after) {
    return new Dialect(
        delimiter, quote, doubleQuote, comment, trim, before, header, after, isLenient);
  }

  /// Returns the dialect with a first character of comment lines.
  public Dialect withComment(Optional<Character> character) {
    return new Dialect(
        delimiter,
        quote,
        doubleQuote,
        character,
        trim,
        skipRows,
        headerRows,
        footerRows,
        isLenient);
  }

  /// Returns the dialect with white space removed from cells.
  public Dialect withTrim(Trim ends) {
    return new Dialect(
        delimiter, quote, doubleQuote, comment, ends, skipRows, headerRows, footerRows, isLenient);
  }

  /// Returns the dialect for a file with wrong quotes or rows of different lengths.
  public Dialect lenient() {
    return new Dialect(
        delimiter, quote, doubleQuote, comment, trim, skipRows, headerRows, footerRows, true);
  }

  /// Returns the dialect with backslashes in front of quotes in quoted cells.
  public Dialect withBackslashes() {
    return new Dialect(
        delimiter, quote, false, comment, trim, skipRows, headerRows, footerRows, isLenient);
  }
}
