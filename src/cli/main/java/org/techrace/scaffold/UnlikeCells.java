package org.techrace.scaffold;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.EngineOptions;
import org.techrace.memory.Fingerprint;
import org.techrace.memory.FingerprintMap;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.Value;

/// Warns of cells that are unlike nearly all others of their column, so that the column is taken
/// for something else than it is: a text among numbers or dates, an empty cell or a value that
/// occurs again among identifiers, and degrees that no coordinate has. What nearly all cells are is
/// what a person expects of the rest.
final class UnlikeCells {
  /// The number of cells of a column that are shown.
  private static final int SHOWN = 3;

  /// What is expected of the cells of a column.
  private abstract static class Expectation {
    private final List<Place> places = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private long others;
    private long cells;

    final SeenColumn column;
    final int index;

    Expectation(SeenColumn column, int index) {
      this.column = column;
      this.index = index;
    }

    /// Looks at the cell of a row.
    abstract void add(Optional<String> text, Row row, Place place) throws IOException;

    /// Returns what follows, and what to do.
    abstract String advice(String share);

    /// Returns how many cells show what is usual.
    long leastUsual(long cells) {
      return SeenColumn.nearlyAll(cells);
    }

    /// Gives memory back, after the last row.
    void free() {}

    void count(@Nullable String fault, Place place) {
      cells++;
      if (fault == null) {
        return;
      }
      others++;
      if (places.size() < SHOWN) {
        places.add(place);
        faults.add(fault);
      }
    }

    void tell(Place table, Report report) {
      long usual = cells - others;
      if (usual < leastUsual(cells)) {
        return;
      }
      String share = "%,d of %,d".formatted(usual, cells);
      for (int i = 0; i < places.size(); i++) {
        report.warn(
            places.get(i),
            "column '%s': %s, %s".formatted(column.label(), faults.get(i), advice(share)));
      }
      if (others > places.size()) {
        report.warn(
            table,
            "column '%s': %,d more cells are like these"
                .formatted(column.label(), others - places.size()));
      }
    }
  }

  /// Nearly all cells are numbers, or dates.
  private static final class Typed extends Expectation {
    private final CellFormats.Form form;

    Typed(SeenColumn column, int index, CellFormats.Form form) {
      super(column, index);
      this.form = form;
    }

    @Override
    void add(Optional<String> text, Row row, Place place) {
      if (text.isPresent() && !SeenColumn.isUsualText(text.get())) {
        boolean isUsual = SeenColumn.formsOf(text.get()).contains(form);
        count(
            isUsual ? null : "'%s' is not a %s like the others".formatted(text.get(), form.kind()),
            place);
      }
    }

    @Override
    long leastUsual(long cells) {
      return SeenColumn.leastUsual(form, cells);
    }

    @Override
    String advice(String share) {
      if (!column.refused().isEmpty()) {
        return "which are %s and give the column its datatype: the mapping refuses this cell; correct it, or empty it if it means that the value is missing, or call init with --as-texts"
            .formatted(share);
      }
      List<String> marks =
          column.counts().keySet().stream()
              .filter(text -> !text.isBlank() && SeenColumn.oftenMeansMissing(text))
              .limit(SHOWN)
              .map("'%s'"::formatted)
              .toList();
      return "which are %s; all become texts because of it%s; correct it, or empty the cell if it means that the value is missing, and start again"
          .formatted(share, marks.isEmpty() ? "" : ", also " + String.join(", ", marks));
    }
  }

  /// Nearly all rows have a value of their own.
  private static final class Key extends Expectation {
    private final FingerprintMap lines;

    Key(SeenColumn column, int index) throws IOException {
      super(column, index);
      lines = new FingerprintMap(new Memory(EngineOptions.DEFAULT.memory()), 1);
    }

    @Override
    void add(Optional<String> text, Row row, Place place) throws IOException {
      if (text.isEmpty() || SeenColumn.oftenMeansMissing(text.get())) {
        count("the cell has no value", place);
        return;
      }
      Fingerprint key = Fingerprint.of(List.of(text.get()));
      long line = lines.number(lines.slot(key.high(), key.low()), 0);
      if (line == 0) {
        lines.add(key.high(), key.low(), row.line() + 1);
        count(null, place);
        return;
      }
      count(
          "'%s' occurs again%s"
              .formatted(text.get(), line == 1 ? "" : " (first in line %d)".formatted(line - 1)),
          place);
    }

    @Override
    long leastUsual(long cells) {
      return cells - SeenColumn.unusual(cells);
    }

    @Override
    void free() {
      lines.free();
    }

    @Override
    String advice(String share) {
      return "but %s rows have a value of their own; it is not the key because of this; correct or complete it, or move the cells of the row if they have shifted, and start again"
          .formatted(share);
    }
  }

  /// The cells are degrees of latitude or longitude.
  private static final class Degrees extends Expectation {
    private final double most;

    /// @param most the greatest number of degrees
    Degrees(SeenColumn column, int index, double most) {
      super(column, index);
      this.most = most;
    }

    @Override
    void add(Optional<String> text, Row row, Place place) {
      double degrees = text.map(Sentinels::number).orElse(Double.NaN);
      if (!Double.isNaN(degrees)) {
        boolean isWithin = Math.abs(degrees) <= most;
        count(
            isWithin ? null : "'%s' is not a number of degrees".formatted(text.orElseThrow()),
            place);
      }
    }

    /// Other numbers are meters on a map, as most cells show then.
    @Override
    long leastUsual(long cells) {
      return cells / 2;
    }

    @Override
    String advice(String share) {
      return "which are from -%1$.0f to %1$.0f, as %2$s are; correct it".formatted(most, share);
    }
  }

  private UnlikeCells() {}

  /// Returns what is expected of the coordinates of a table that has a latitude and a longitude.
  private static List<Expectation> coordinates(List<SeenColumn> columns) {
    List<Expectation> found = new ArrayList<>();
    Set<Double> kinds = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      SeenColumn column = columns.get(i);
      OptionalDouble most = FirstPages.degrees(column.label().replace('_', ' '));
      if (most.isPresent() && column.isNumber()) {
        kinds.add(most.getAsDouble());
        found.add(new Degrees(column, i, most.getAsDouble()));
      }
    }
    return kinds.size() == 2 ? found : List.of();
  }

  /// Warns of columns of numbers or dates in several forms, which are texts therefore.
  private static void tellMixed(
      NewTable table, List<SeenColumn> columns, Map<Integer, MixedForms> mixed, Report report)
      throws IOException {
    Map<Integer, Set<String>> wanted = new HashMap<>();
    mixed.forEach((index, forms) -> wanted.put(index, forms.examples()));
    FirstPlaces places = FirstPlaces.of(table, wanted, 1);
    mixed.forEach(
        (index, forms) ->
            report.warn(
                places.of(index, forms.unusual()),
                "column '%s' has %s: its cells are %s because of this; write them in one form, or in a column for each, and start again"
                    .formatted(
                        columns.get(index).label(),
                        forms.shown(places, index),
                        columns.get(index).isTypedByFile()
                            ? "values of several datatypes"
                            : "texts")));
  }

  /// Warns of numbers that are far from all others and can mean a missing value.
  private static void tellSentinels(NewTable table, List<SeenColumn> columns, Report report)
      throws IOException {
    Map<Integer, List<String>> found = new TreeMap<>();
    for (int i = 0; i < columns.size(); i++) {
      SeenColumn column = columns.get(i);
      if (column.isNumber() && !KeyGuess.namesTexts(column.label())) {
        found.put(i, column.sentinels().found());
      }
    }
    FirstPlaces places = FirstPlaces.of(table, found, 1);
    found.forEach(
        (index, texts) -> {
          SeenColumn column = columns.get(index);
          for (String text : texts) {
            report.warn(
                places.of(index, text),
                "column '%s': '%s' (%,d times) is far outside of the other numbers, %s, and is read as a number; if it means that the value is missing, add it to rml:null in the mapping"
                    .formatted(
                        column.label(),
                        text,
                        column.sentinels().times(text),
                        column.sentinels().range()));
          }
        });
  }

  /// Warns of a table without a key, with the values that occur several times in the column that
  /// names identifiers, if there is one.
  private static void tellNoKey(NewTable table, List<SeenColumn> columns, Report report)
      throws IOException {
    OptionalInt identifier =
        IntStream.range(0, columns.size())
            .filter(i -> KeyGuess.namesIdentifier(columns.get(i).label()))
            .findFirst();
    List<String> repeated =
        identifier.isEmpty()
            ? List.of()
            : columns.get(identifier.getAsInt()).values().entrySet().stream()
                .filter(value -> value.getValue() > 1)
                .limit(SHOWN)
                .map(Map.Entry::getKey)
                .toList();
    Place place = Place.file(table.table().name());
    String shown = "";
    if (!repeated.isEmpty()) {
      int index = identifier.getAsInt();
      FirstPlaces places = FirstPlaces.of(table, Map.of(index, repeated), SHOWN);
      place = places.of(index, repeated.getFirst());
      shown =
          ": column '%s' has %s several times"
              .formatted(columns.get(index).label(), places.shown(index, repeated));
    }
    report.warn(
        place,
        "no columns identify the rows%s; the numbers of the rows do, so that a thing has another IRI once rows move; add or correct a column with identifiers, and start again"
            .formatted(shown));
  }

  /// Reads a table again if a column has such cells, and warns of them.
  ///
  /// @param rows the number of rows
  /// @param key the columns of the key
  /// @param reading opens the table
  static void tell(
      NewTable table,
      List<SeenColumn> columns,
      long rows,
      List<Integer> key,
      KeyGuess.Reading reading,
      Report report)
      throws IOException {
    List<Expectation> expected = new ArrayList<>(coordinates(columns));
    Map<Integer, MixedForms> mixed = new TreeMap<>();
    for (int i = 0; i < columns.size(); i++) {
      int index = i;
      SeenColumn column = columns.get(i);
      if (KeyGuess.namesIdentifier(column.label())) {
        continue;
      }
      Optional<CellFormats.Form> form = column.only().or(column::usualForm);
      form.ifPresent(usual -> expected.add(new Typed(column, index, usual)));
      if (form.isEmpty()) {
        MixedForms.of(column).ifPresent(forms -> mixed.put(index, forms));
      }
      if (column.isPartlyInPercent()) {
        report.warn(
            Place.file(table.table().name()),
            "column '%s': some cells are displayed in percent, and are stored as parts of one; others are not; give them one format, and start again"
                .formatted(column.label()));
      }
    }
    tellMixed(table, columns, mixed, report);
    tellSentinels(table, columns, report);
    OptionalInt almost = KeyGuess.almost(table.name(), columns, rows, key);
    if (almost.isPresent() && table.years().isEmpty()) {
      expected.add(new Key(columns.get(almost.getAsInt()), almost.getAsInt()));
    }
    if (key.isEmpty() && almost.isEmpty() && table.hasKey() && rows > 1) {
      tellNoKey(table, columns, report);
    }
    ShiftedCells shifted = new ShiftedCells(columns);
    boolean mayHaveShifted = shifted.mayOccur();
    if (expected.isEmpty() && !mayHaveShifted) {
      return;
    }
    String name = table.table().name();
    try (SourceRows all = reading.open()) {
      for (@Nullable Row row = all.next(); row != null; row = all.next()) {
        if (FirstMapping.repeatsHeader(row, columns)) {
          continue;
        }
        if (mayHaveShifted) {
          shifted.add(row, rows, name, report);
        }
        for (Expectation one : expected) {
          one.add(
              row.values(one.index).stream().findFirst().map(Value::text), row, row.place(name));
        }
      }
    }
    for (Expectation one : expected) {
      one.free();
      one.tell(Place.file(name), report);
    }
  }
}
