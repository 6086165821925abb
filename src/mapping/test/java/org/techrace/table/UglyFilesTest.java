package org.techrace.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.access.ReadableFile;
import org.techrace.memory.Memory;
import org.techrace.report.Report;
import org.techrace.table.csv.CsvTable;
import org.techrace.table.csv.DialectDetector;
import org.techrace.table.csv.DialectDetector.Detected;
import org.techrace.table.format.FileFormat;
import org.techrace.table.format.FileSource;
import org.techrace.table.format.Formats;
import org.techrace.table.format.FoundTable;
import org.techrace.table.format.Stated;
import org.techrace.table.input.Packing;
import org.techrace.table.input.TableFile;
import org.techrace.table.sheet.SheetDetector;
import org.techrace.table.sheet.XlsxTable;

/// The tables that are found in an ugly file. Each folder of `src/mapping/test/resources/ugly` has
/// one file and `rows.txt`: for each table a line with the names of the columns and a line for each
/// row, with ` | ` between the cells, and `--` in front of rows that are left out as notes. A table
/// of several begins with `==` and its place. A new folder is a new case; `-Dgolden.update` writes
/// `rows.txt`, to be compared with the file then.
final class UglyFilesTest {
  private static final Path CASES = Path.of("src/mapping/test/resources/ugly");
  private static final String EXPECTED = "rows.txt";
  private static final Memory MEMORY = new Memory(1 << 20);

  static List<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void hasEnoughCases() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsTheRowsOf(String name) throws IOException {
    Path folder = CASES.resolve(name);
    Path expected = folder.resolve(EXPECTED);
    List<String> rows = rows(file(folder));
    if (System.getProperty("golden.update") != null) {
      Files.write(expected, rows);
    }
    assertThat(rows).containsExactlyElementsOf(Files.readAllLines(expected));
  }

  private static Path file(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> !f.endsWith(EXPECTED)).findFirst().orElseThrow();
    }
  }

  private static List<String> rows(Path path) throws IOException {
    ReadableFile file = ReadableFile.named(path);
    TableFile input = new TableFile(file, StandardCharsets.UTF_8, Packing.NONE);
    String name = path.getFileName().toString();
    return switch (name.replaceFirst(".*\\.", "").toLowerCase(Locale.ROOT)) {
      case "xlsx" -> sheets(name, file);
      case "json", "jsonl", "xml" -> nested(name, input);
      default -> csv(name, input);
    };
  }

  /// Reads a file strictly or, if it has faults, leniently, as `init` does.
  private static List<String> csv(String name, TableFile file) throws IOException {
    Detected detected = DialectDetector.of(file, Stated.NOTHING);
    if (detected.hasBlankRows()) {
      detected = detected.lenient();
    }
    TableFile input = new TableFile(file.file(), detected.charset(), file.packing());
    Report report = new Report();
    List<String> rows = csv(name, input, detected, report);
    return report.hasErrors() ? csv(name, input, detected.lenient(), new Report()) : rows;
  }

  private static List<String> csv(String name, TableFile input, Detected detected, Report report)
      throws IOException {
    CsvTable table = new CsvTable(name, input, detected.dialect(), Set.of(), List.of(), MEMORY);
    List<String> header = new ArrayList<>(table.header(report));
    while (detected.dialect().isLenient() && header.size() < detected.widest()) {
      header.add("");
    }
    return rows(
        table,
        detected.names().size() == header.size() ? detected.names() : header,
        Header.references(header),
        detected.footer(),
        report);
  }

  private static List<String> sheets(String name, ReadableFile file) throws IOException {
    List<String> rows = new ArrayList<>();
    for (String sheet : XlsxTable.sheets(name, file, new Report())) {
      XlsxTable whole =
          new XlsxTable(
              name,
              file,
              Optional.of(Reference.of(sheet)),
              XlsxTable.Extent.USUAL,
              Set.of(),
              Set.of("#N/A"),
              MEMORY);
      List<SheetDetector.Detected> found =
          SheetDetector.of(whole, Optional.empty(), Optional.empty());
      for (SheetDetector.Detected detected : found) {
        XlsxTable table = detected.table();
        List<String> header = table.header(new Report());
        rows.add("== " + table.sheet().map(Reference::text).orElse(""));
        rows.addAll(
            rows(
                table,
                detected.names().size() == header.size() ? detected.names() : header,
                Header.references(header),
                detected.footer(),
                new Report()));
      }
    }
    return rows;
  }

  private static List<String> nested(String name, TableFile input) throws IOException {
    FoundTable found =
        Formats.ofNewFile(name)
            .flatMap(FileFormat::outliner)
            .orElseThrow()
            .tables(FileSource.unmapped(name, input, MEMORY), Stated.NOTHING, new Report())
            .getFirst();
    List<String> rows = new ArrayList<>(List.of("== " + found.iterator().orElseThrow()));
    rows.addAll(rows(found.table(), found.labels(), found.references(), List.of(), new Report()));
    return rows;
  }

  private static List<String> rows(
      SourceTable table,
      List<String> names,
      List<String> references,
      List<String> footer,
      Report report)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of(line(names)));
    try (SourceRows rows = table.open(references.stream().map(Reference::of).toList(), report)) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        Row read = row;
        lines.add(
            line(
                IntStream.range(0, references.size())
                    .mapToObj(
                        i ->
                            read.values(i).stream()
                                .map(Value::text)
                                .collect(Collectors.joining(" ; ")))
                    .toList()));
      }
    }
    footer.forEach(note -> lines.add("-- " + note));
    return lines;
  }

  private static String line(List<String> cells) {
    return String.join(" | ", cells).replace("\r", "\\r").replace("\n", "\\n").stripTrailing();
  }
}
