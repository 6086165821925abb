package org.techrace.table.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.access.ReadableFile;
import org.techrace.memory.Memory;
import org.techrace.report.Report;
import org.techrace.table.ReadRows;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.RowBatch;
import org.techrace.table.SourceRows;
import org.techrace.table.TablePart;
import org.techrace.table.Utf8Row;
import org.techrace.table.Value;
import org.techrace.table.format.Dialect;
import org.techrace.table.input.Packing;
import org.techrace.table.input.TableFile;

/// A large file is read in parts, which gives the same rows, lines and findings as reading it with
/// FastCSV.
final class CsvChunksTest {
  private static final int ROWS = 60_000;
  private static final List<Reference> ALL =
      List.of(Reference.of("id"), Reference.of("b c"), Reference.of("last"));

  @TempDir private Path folder = Path.of("");

  private CsvTable table(byte[] text, Dialect dialect) throws IOException {
    Path file = Files.write(folder.resolve("t.csv"), text);
    return new CsvTable(
        "t.csv",
        new TableFile(ReadableFile.named(file), StandardCharsets.UTF_8, Packing.NONE),
        dialect,
        Set.of("", "n/a"),
        List.of(),
        new Memory(1 << 20));
  }

  private static String describe(Row row) {
    List<List<Value>> values = List.of(row.values(0), row.values(1), row.values(2));
    return row.line() + " " + values;
  }

  private static ReadRows byRows(CsvTable table) throws IOException {
    return ReadRows.of(table, ALL, CsvChunksTest::describe);
  }

  private static ReadRows byBatches(CsvTable table, boolean inParts) throws IOException {
    Report report = new Report();
    List<String> rows = new ArrayList<>();
    try (SourceRows source = table.open(ALL, report)) {
      for (RowBatch batch = source.nextBatch(); batch != null; batch = source.nextBatch()) {
        for (Row row = batch.next(); row != null; row = batch.next()) {
          assertThat(row instanceof Utf8Row).isEqualTo(inParts);
          if (row instanceof Utf8Row utf8) {
            checkSpans(utf8);
          }
          rows.add(describe(row));
        }
      }
    }
    return ReadRows.of(rows, report);
  }

  private static void checkSpans(Utf8Row row) {
    for (int slot = 0; slot < ALL.size(); slot++) {
      long span = row.span(slot);
      List<Value> values = row.values(slot);
      if (span == Utf8Row.NO_VALUE) {
        assertThat(values).isEmpty();
      } else if (span != Utf8Row.NOT_PLAIN) {
        int from = Utf8Row.from(span);
        assertThat(values)
            .containsExactly(
                Value.text(
                    new String(
                        row.array(), from, Utf8Row.to(span) - from, StandardCharsets.UTF_8)));
      }
    }
  }

  private static String cell(Random random, char delimiter, String lineEnd) {
    return switch (random.nextInt(12)) {
      case 0 -> "";
      case 1 -> "n/a";
      case 2 -> "\"\"";
      case 3 -> "\"a" + delimiter + "b\"";
      case 4 -> "\"say \"\"x\"\"\"";
      case 5 -> "\"two" + lineEnd + "lines\n\"";
      case 6 -> "5\" wide";
      case 7 -> "Ærø 東京 \uD83D\uDE00";
      case 8 -> "\"\"\"\"";
      case 9 -> " \"x\" ";
      default -> Integer.toString(random.nextInt(100_000));
    };
  }

  private static String random(long seed, char delimiter, String lineEnd) {
    Random random = new Random(seed);
    String d = String.valueOf(delimiter);
    StringBuilder text = new StringBuilder("id" + d + "\"b c\"" + d + "last" + lineEnd);
    for (int i = 0; i < ROWS; i++) {
      if (random.nextInt(50) == 0) {
        text.append(lineEnd);
      }
      for (int c = 0; c < 3; c++) {
        text.append(c == 0 ? "" : d).append(cell(random, delimiter, lineEnd));
      }
      text.append(random.nextInt(100) == 0 ? d + d : "");
      text.append(i == ROWS - 1 && random.nextBoolean() ? "" : lineEnd);
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({"1, ',', LF", "2, ;, CRLF", "3, '\t', CR", "4, |, LF", "5, ',', CRLF"})
  void readsWhatFastCsvReads(long seed, char delimiter, String lineEnd) throws IOException {
    String end = lineEnd.replace("CR", "\r").replace("LF", "\n");
    CsvTable table =
        table(
            random(seed, delimiter, end).getBytes(StandardCharsets.UTF_8),
            Dialect.separatedBy(delimiter));
    ReadRows expected = byRows(table);
    assertThat(expected.rows()).hasSize(ROWS);
    assertThat(byBatches(table, true)).isEqualTo(expected);
  }

  @Test
  void readsAFileWithoutQuoteCharacter() throws IOException {
    String text = "id,b c,last\n" + "1,\"x,3\n4,\"\",\"\n".repeat(ROWS);
    CsvTable table =
        table(text.getBytes(StandardCharsets.UTF_8), Dialect.CSV.withQuote(Dialect.NO_QUOTE));
    ReadRows expected = byRows(table);
    assertThat(expected.findings()).isEmpty();
    assertThat(byBatches(table, true)).isEqualTo(expected);
  }

  @Test
  void readsARecordThatIsLongerThanAPart() throws IOException {
    String text = random(7, ',', "\n") + "1,\"" + "long\n".repeat(500_000) + "\",x\n2,3,4\n";
    CsvTable table = table(text.getBytes(StandardCharsets.UTF_8), Dialect.CSV);
    assertThat(byBatches(table, true)).isEqualTo(byRows(table));
  }

  private static String plainRows() {
    return "id,b c,last\n" + "1,2,3\n".repeat(ROWS);
  }

  @Test
  void reportsRowsWithOtherNumbersOfCells() throws IOException {
    CsvTable table =
        table(
            (plainRows() + "1,2\n1,2,3,,\n1,2,3,4\n5,6,7\n").getBytes(StandardCharsets.UTF_8),
            Dialect.CSV);
    ReadRows expected = byRows(table);
    assertThat(expected.findings()).hasSize(3);
    assertThat(expected.findings().get(0)).startsWith("ERROR [t.csv:60002]");
    assertThat(expected.findings().get(1)).startsWith("WARN [t.csv:60003]");
    assertThat(expected.findings().get(2)).startsWith("ERROR [t.csv:60004]");
    assertThat(byBatches(table, true)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"'1,\"2\"x,3'", "'1,\"never closed,3'"})
  void reportsTheCauseOfAFileThatCannotBeReadFurther(String row) throws IOException {
    CsvTable table =
        table((plainRows() + row + "\n1,2,3\n").getBytes(StandardCharsets.UTF_8), Dialect.CSV);
    ReadRows expected = byRows(table);
    assertThat(expected.findings()).singleElement().asString().contains("t.csv:60002");
    assertThat(byBatches(table, true)).isEqualTo(expected);
  }

  @Test
  void reportsThePlaceOfInvalidBytes() throws IOException {
    byte[] text = (plainRows() + "1,2,x\n").getBytes(StandardCharsets.UTF_8);
    text[text.length - 2] = (byte) 0xE4;
    CsvTable table = table(text, Dialect.CSV);
    ReadRows found = byBatches(table, true);
    assertThat(found.findings()).isEqualTo(byRows(table).findings()).hasSize(1);
    assertThat(found.findings().getFirst()).contains("t.csv:60002:5");
  }

  /// If the first rows have errors, the rest of the file is read in order, so that the likely cause
  /// is reported with the first row.
  @Test
  void readsAFileWithErrorsInItsFirstRowsInOrder() throws IOException {
    CsvTable table =
        table(("id,b c,last\n1;2;3\n" + plainRows()).getBytes(StandardCharsets.UTF_8), Dialect.CSV);
    ReadRows expected = byRows(table);
    assertThat(expected.findings()).isNotEmpty();
    assertThat(byBatches(table, false)).isEqualTo(expected);
  }

  /// The parts for several processes together have the rows of the whole.
  @ParameterizedTest
  @CsvSource({"1, ',', LF, 1", "2, ;, CRLF, 3_000", "3, '\t', CR, 3_000", "4, |, LF, 200_000"})
  void readsInParts(long seed, char delimiter, String lineEnd, String bytes) throws IOException {
    String end = lineEnd.replace("CR", "\r").replace("LF", "\n");
    String text = "a \"note" + end + "#it's \"here" + end + random(seed, delimiter, end);
    if (bytes.equals("1")) {
      text = text.substring(0, text.indexOf(end, 20_000));
    }
    text = text.replace(end + "1", end + "# \"x" + delimiter + "\"y" + end + "1");
    CsvTable table =
        table(
            text.getBytes(StandardCharsets.UTF_8),
            Dialect.separatedBy(delimiter).withRows(1, 1, 0).withComment(Optional.of('#')));
    ReadRows expected = byRows(table);
    List<TablePart> parts = table.parts(ALL, Long.parseLong(bytes.replace("_", "")));
    assertThat(parts).hasSizeGreaterThan(3);
    Report report = new Report();
    List<String> rows = new ArrayList<>();
    for (TablePart part : parts) {
      try (SourceRows source = table.part(part).open(ALL, report)) {
        for (Row row = source.next(); row != null; row = source.next()) {
          rows.add(describe(row));
        }
      }
    }
    assertThat(ReadRows.of(rows, report)).isEqualTo(expected);
  }
}
