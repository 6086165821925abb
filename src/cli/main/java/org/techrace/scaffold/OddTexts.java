package org.techrace.scaffold;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.Characters;
import org.techrace.rdf.WrongDecoding;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.Value;
import org.techrace.table.format.Dialect;

/// Warns of texts of a new table that look right and are not: texts in a wrong encoding, invisible
/// characters, control characters, which the draft removes, quotes that belong to the text, and
/// spaces at an end.
final class OddTexts {
  /// A cell whose quotes are part of its text.
  private static final Pattern QUOTED = Pattern.compile("\".*\"", Pattern.DOTALL);

  /// A cell with a quote at its beginning and no other.
  private static final Pattern UNCLOSED = Pattern.compile("\"[^\"]*", Pattern.DOTALL);

  /// Nothing that a person sees.
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Z}\\s\\p{Cf}]+");

  /// The most padded values, and cells with control characters, of a column that are named.
  private static final int SHOWN = 3;

  private final List<SeenColumn> columns;
  private final String table;
  private final boolean areQuotesTexts;
  private final Report report;

  /// The number of cells with control characters of each column.
  private final Map<SeenColumn, Integer> cleaned = new HashMap<>();

  OddTexts(NewTable table, List<SeenColumn> columns, Report report) {
    this.columns = List.copyOf(columns);
    this.table = table.table().name();
    this.areQuotesTexts =
        table.dialect().filter(dialect -> dialect.quote() == Dialect.NO_QUOTE).isPresent();
    this.report = report;
  }

  /// Looks at the names of the columns.
  void addHeader() {
    for (SeenColumn column : columns) {
      String fault = WrongDecoding.fault(column.label());
      if (fault != null) {
        report.warn(Place.file(table), "name of a column: " + fault);
      }
      String invisible = Characters.invisible(column.label());
      if (invisible != null) {
        report.warn(
            Place.file(table),
            "the name of column '%s' contains %s; remove it, so that references find the column"
                .formatted(column.label(), invisible));
      }
    }
  }

  /// Looks at the cell of a row.
  void add(SeenColumn column, List<Value> values, Row row) {
    for (Value value : values) {
      @Nullable String fault = fault(value.text());
      if (fault != null) {
        report.warn(row.place(table), "column '%s': %s".formatted(column.label(), fault));
      }
      addControl(column, value.text(), row);
    }
  }

  /// Warns of a text with characters that `fn:clean` removes: the draft has it in such columns.
  private void addControl(SeenColumn column, String text, Row row) {
    @Nullable String control = SeenColumn.control(text);
    if (control == null) {
      return;
    }
    int number = cleaned.merge(column, 1, Integer::sum);
    if (number <= SHOWN) {
      report.warn(
          row.place(table),
          "column '%s': %s; the draft removes it with fn:clean: correct the text, or keep fn:clean in the mapping"
              .formatted(column.label(), control));
    } else if (number == SHOWN + 1) {
      report.warn(
          Place.file(table),
          "column '%s': more cells have such characters".formatted(column.label()));
    }
  }

  private @Nullable String fault(String text) {
    @Nullable String wrong = Characters.isPlain(text) ? null : WrongDecoding.fault(text);
    if (wrong != null) {
      return wrong;
    }
    if (areQuotesTexts && QUOTED.matcher(text).matches()) {
      return "%s keeps its quotes, because another quote in the file is not closed; correct that one, or double it, and call init again"
          .formatted(text);
    }
    if (areQuotesTexts && UNCLOSED.matcher(text).matches()) {
      return "%s begins with a quote that is not closed, so that all quotes of the file are read as texts; close it, or double it, and call init again"
          .formatted(text);
    }
    return TableLanguage.isAscii(text) ? null : invisible(text);
  }

  /// Describes the invisible characters of a word or code; they do no harm in a longer text.
  private static @Nullable String invisible(String text) {
    if (UNSEEN.matcher(text).matches()) {
      return "the cell is not empty, but contains only characters that nobody sees (%s), and is read as a value; empty it"
          .formatted("U+%04X".formatted(text.codePointAt(0)));
    }
    @Nullable String invisible =
        text.strip().chars().anyMatch(c -> c == ' ' || c == '\n')
            ? null
            : Characters.invisible(text);
    return invisible == null
        ? null
        : "'%s' contains %s, so that it differs from the same text without it; remove it"
            .formatted(text, invisible);
  }

  /// Warns of values with spaces at an end that are another thing than the same without them: in
  /// keys, and next to a value without the spaces. Spaces at most values are how the file is
  /// written.
  ///
  /// @param key the columns of the key
  static void tellPadded(NewTable table, List<SeenColumn> columns, List<Integer> key, Report report)
      throws IOException {
    Map<Integer, List<String>> found = new TreeMap<>();
    for (int i = 0; i < columns.size(); i++) {
      Set<String> values = columns.get(i).values().keySet();
      List<String> padded =
          values.stream()
              .filter(text -> !SeenColumn.oftenMeansMissing(text) && !text.equals(text.strip()))
              .toList();
      boolean isKey = key.contains(i) && padded.size() * 2 < values.size();
      if (columns.get(i).datatype().isEmpty() && !KeyGuess.namesNotes(columns.get(i).label())) {
        found.put(
            i,
            padded.stream()
                .filter(text -> isKey || values.contains(text.strip()))
                .limit(SHOWN)
                .toList());
      }
    }
    FirstPlaces places = FirstPlaces.of(table, found, 1);
    found.forEach(
        (index, texts) ->
            texts.forEach(
                text ->
                    report.warn(
                        places.of(index, text),
                        "column '%s': '%s' %s with white space, so that it is another value than '%s'; remove the white space"
                            .formatted(
                                columns.get(index).label(),
                                text,
                                text.equals(text.stripLeading()) ? "ends" : "begins",
                                text.strip()))));
  }
}
