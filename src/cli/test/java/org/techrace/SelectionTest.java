package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// The figures of national statistics in the project are a selection of the publisher's rows: all
/// rows of the tables and areas that are marked as selected, unchanged, and no other row.
final class SelectionTest {
  private static final Path SELECTION = Path.of("data/ncses");
  private static final Path ALL = SharedMaterial.path("data/ncses/observations.csv.gz");

  /// The tables of the publisher's second lot. The selection has its years from 2005 on.
  private static final Path SECOND =
      SharedMaterial.path("data/ncses-2/pct_applications_by_field.csv");

  /// The tables of the second lot in millions of dollars, a column for each year.
  private static final List<String> IN_MILLIONS = List.of("6208", "6211");

  private static final String YEAR = "field_";

  @Test
  void holdsTheMarkedRowsOfTheWholeFileUnchanged() throws IOException {
    assumeThat(ALL).exists();
    assumeThat(SECOND).exists();
    Set<String> tables = marked("tables.csv", "table");
    Set<String> areas = marked("areas.csv", "name");
    Set<String> expected;
    try (Reader reader =
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(ALL)), StandardCharsets.UTF_8)) {
      expected =
          rows(
              reader,
              row ->
                  tables.contains(row.getField("table")) && areas.contains(row.getField("area")));
    }
    assertThat(expected).hasSizeGreaterThan(40_000);
    try (CsvReader<NamedCsvRecord> second = CsvReader.builder().ofNamedCsvRecord(SECOND)) {
      for (NamedCsvRecord row : second) {
        String area = row.getField("area").replaceAll("</?sup>", "");
        String year = row.getField("year");
        if (tables.contains(row.getField("table"))
            && areas.contains(area)
            && year.compareTo("2005") >= 0) {
          expected.add(String.join(",", row.getField("table"), area, year, row.getField("value")));
        }
      }
    }
    for (String table : IN_MILLIONS) {
      assertThat(tables).contains(table);
      expected.addAll(inDollars(table, areas));
    }
    assertThat(expected).hasSizeGreaterThan(45_000);
    assertThat(rows(Files.newBufferedReader(SELECTION.resolve("observations.csv")), _ -> true))
        .isEqualTo(expected);
  }

  /// Returns the rows of a table in millions of dollars, in dollars.
  private static Set<String> inDollars(String table, Set<String> areas) throws IOException {
    Set<String> rows = new TreeSet<>();
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder()
            .ofNamedCsvRecord(SECOND.resolveSibling("raw").resolve(table + ".csv"))) {
      for (NamedCsvRecord row : reader) {
        String path = row.getField("country_or_region_full_path");
        String area =
            path.equals("Total") ? "World" : path.substring(path.lastIndexOf("> ") + 1).strip();
        for (String column : row.getHeader()) {
          String value = row.getField(column);
          if (column.startsWith(YEAR) && areas.contains(area) && !value.equals("NA")) {
            BigDecimal dollars = new BigDecimal(value).movePointRight(6);
            String year = column.substring(YEAR.length());
            rows.add(String.join(",", table, area, year, dollars.toBigIntegerExact().toString()));
          }
        }
      }
    }
    return rows;
  }

  private static Set<String> marked(String table, String key) throws IOException {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(SELECTION.resolve(table))) {
      return reader.stream()
          .filter(row -> row.getField("selected").equals("true"))
          .map(row -> row.getField(key))
          .collect(Collectors.toSet());
    }
  }

  private static Set<String> rows(Reader file, Predicate<NamedCsvRecord> wanted)
      throws IOException {
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
      return reader.stream()
          .filter(wanted)
          .map(row -> String.join(",", row.getFields()))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
