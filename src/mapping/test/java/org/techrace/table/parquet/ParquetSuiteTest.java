package org.techrace.table.parquet;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.techrace.SharedMaterial;
import org.techrace.access.ReadableFile;
import org.techrace.report.Finding;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.Value;

/// The files of apache/parquet-testing, with all columns.
final class ParquetSuiteTest {
  private static final Path SUITE = SharedMaterial.suite("parquet");

  private static final String CHECKSUM = "a checksum is wrong by design";
  private static final String NO_VALUE_COLUMN =
      "the library requires the column `value` of a variant, which may be absent";
  private static final String NOT_VALID = "the variant is not valid by design";

  /// A column with two texts of 1 GiB. The library does not read more than 2 GiB of a column at
  /// once, and fails with the heap of the tests before that.
  private static final String TOO_LARGE = "data/large_string_map.brotli.parquet";

  /// The files that cannot be read, with the reason, and a part of the message.
  private static final Map<String, List<String>> UNREADABLE =
      Map.ofEntries(
          entry("data/datapage_v1-corrupt-checksum.parquet", List.of(CHECKSUM, "CRC mismatch")),
          entry(
              "data/rle-dict-uncompressed-corrupt-checksum.parquet",
              List.of(CHECKSUM, "Failed to parse dictionary")),
          entry(
              "data/nation.dict-malformed.parquet",
              List.of("the sizes of its dictionaries are wrong by design", "Failed to fetch")),
          entry("shredded_variant/case-041.parquet", List.of(NO_VALUE_COLUMN, "expected child")),
          entry("shredded_variant/case-131.parquet", List.of(NO_VALUE_COLUMN, "expected child")),
          entry("shredded_variant/case-138.parquet", List.of(NO_VALUE_COLUMN, "expected child")),
          entry("shredded_variant/case-087.parquet", List.of(NOT_VALID, "Expected Variant type")),
          entry("shredded_variant/case-128.parquet", List.of(NOT_VALID, "Expected Variant type")),
          entry(
              "shredded_variant/case-125-INVALID.parquet",
              List.of(NOT_VALID, "Malformed shredded Variant")));

  @BeforeAll
  static void hasFiles() {
    assumeTrue(Files.isDirectory(SUITE), "no Parquet files at " + SUITE);
  }

  private static List<String> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(SUITE.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .map(file -> SUITE.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  /// Reads all cells of a file.
  private static List<Value> read(String file, Report report) throws IOException {
    ParquetTable table = new ParquetTable(file, ReadableFile.named(SUITE.resolve(file)));
    List<Reference> columns = table.header(report).stream().map(Reference::of).toList();
    List<Value> cells = new ArrayList<>();
    if (!columns.isEmpty()) {
      try (SourceRows rows = table.open(columns, report)) {
        for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
          for (int i = 0; i < columns.size(); i++) {
            cells.addAll(row.values(i));
          }
        }
      }
    }
    return cells;
  }

  @Test
  void readsAllFilesButThoseWithAReason() throws IOException {
    Map<String, String> faults = new TreeMap<>();
    List<String> files = new ArrayList<>(files("data", ".parquet"));
    files.addAll(files("shredded_variant", ".parquet"));
    assertThat(files.remove(TOO_LARGE)).isTrue();
    assertThat(files).hasSizeGreaterThan(200);
    for (String file : files) {
      Report report = new Report();
      List<Value> cells = read(file, report);
      if (report.hasErrors()) {
        faults.put(file, report.findings().getFirst().message());
      } else if (cells.stream().anyMatch(cell -> cell.kind() == Value.Kind.STRUCTURE)) {
        faults.put(file, "a cell has no value");
      }
    }
    assertThat(faults).containsOnlyKeys(UNREADABLE.keySet());
    faults.forEach(
        (file, fault) ->
            assertThat(fault).contains(UNREADABLE.getOrDefault(file, List.of("")).getLast()));
  }

  @Test
  void reportsEncryptedFiles() throws IOException {
    List<String> files = files("data", ".encrypted");
    assertThat(files).isNotEmpty();
    for (String file : files) {
      Report report = new Report();
      assertThat(read(file, report)).isEmpty();
      assertThat(report.findings()).singleElement().asString().contains("Encrypted Parquet files");
    }
  }

  @Test
  void reportsOrReadsBrokenFiles() throws IOException {
    List<String> broken = new ArrayList<>();
    for (String file : files("bad_data", ".parquet")) {
      Report report = new Report();
      read(file, report);
      if (report.hasErrors()) {
        broken.add(file);
        assertThat(report.findings())
            .extracting(Finding::message)
            .allMatch(message -> message.startsWith("this Parquet file cannot be read: "));
      }
    }
    assertThat(broken).hasSize(7);
  }

  @Test
  void readsAnObjectOfAVariantAsJson() throws IOException {
    assertThat(read("shredded_variant/case-044.parquet", new Report()))
        .contains(Value.text("{\"c\":{\"a\":34,\"b\":\"iceberg\"},\"d\":-0.0}"));
    assertThat(read("shredded_variant/case-045.parquet", new Report()))
        .contains(Value.text("comedy"), Value.text("drama"));
    assertThat(read("shredded_variant/case-046.parquet", new Report()))
        .contains(Value.text("{\"a\":null,\"b\":\"\"}"));
  }
}
