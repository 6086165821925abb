package org.techrace.table.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.access.ReadableFile;
import org.techrace.report.Report;
import org.techrace.table.ReadRows;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.RowBatch;
import org.techrace.table.SourceRows;
import org.techrace.table.TablePart;
import org.techrace.table.Value;
import org.techrace.table.input.Packing;
import org.techrace.table.input.TableFile;

/// A large file is read in parts, which gives the same rows, places and findings as reading it at
/// once.
final class JsonChunksTest {
  private static final int ROWS = 12_000;
  private static final List<Reference> ALL =
      List.of(Reference.of("id"), Reference.of("deep.text"), Reference.of("list[*]"));

  @TempDir private Path folder = Path.of("");

  private JsonTable table(String name, String text, String iterator) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return new JsonTable(
        name,
        new TableFile(ReadableFile.named(file), StandardCharsets.UTF_8, Packing.NONE),
        Reference.of(iterator));
  }

  private static String describe(Row row) {
    List<List<Value>> values = List.of(row.values(0), row.values(1), row.values(2));
    return row.place("t") + " " + row.line() + " " + values;
  }

  private static ReadRows byRows(JsonTable table) throws IOException {
    return ReadRows.of(table, ALL, JsonChunksTest::describe);
  }

  /// @return what is found; the rows of a part are read when it is returned
  private static ReadRows byBatches(JsonTable table, int leastParts) throws IOException {
    Report report = new Report();
    List<String> rows = new ArrayList<>();
    int parts = 0;
    try (SourceRows source = table.open(ALL, report)) {
      for (RowBatch batch = source.nextBatch(); batch != null; batch = source.nextBatch()) {
        int before = rows.size();
        for (Row row = batch.next(); row != null; row = batch.next()) {
          rows.add(describe(row));
        }
        parts += rows.size() - before > SourceRows.BATCH_ROWS ? 1 : 0;
      }
    }
    assertThat(parts).isGreaterThanOrEqualTo(leastParts);
    return ReadRows.of(rows, report);
  }

  private static String element(Random random, int i, String space) {
    String text =
        switch (random.nextInt(6)) {
          case 0 -> "a \\\"quoted\\\" text, with ] and }";
          case 1 -> "Ærø 東京 \uD83D\uDE00";
          case 2 -> "\\\\";
          case 3 -> "";
          default -> "text " + i;
        };
    return "{\"id\":%s%d,%s\"deep\":{\"text\": \"%s\", \"x\": [[1], {}]}, \"list\": [\"a\", %d]}"
        .formatted(space, i, space, text, random.nextInt(9));
  }

  private static String elements(long seed, String separator, String space) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      text.append(i == 0 ? "" : separator).append(element(random, i, space));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {",", " ,\n", ",\r\n  "})
  void readsTheElementsOfAnArray(String separator) throws IOException {
    String space = separator.equals(",") ? "" : separator.substring(1).replace(",", "");
    JsonTable table = table("t.json", " [" + elements(1, separator, space) + "\n]\n", "$[*]");
    ReadRows expected = byRows(table);
    assertThat(expected.rows()).hasSize(ROWS);
    assertThat(expected.findings()).isEmpty();
    assertThat(byBatches(table, 3)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"note\": [1, {\"a\": 2}], \"a\": {\"rows\": [', ']}, \"end\": {\"rows\": [{}]}}'",
    "'{\"a\": {\"rows\": [', '], \"rows\": [{\"id\": 1},\n {\"id\": 2}]}}'"
  })
  void readsTheElementsOfAnArrayInADocument(String before, String after) throws IOException {
    JsonTable table = table("t.json", before + elements(2, ",\n", " ") + after, "$.a.rows[*]");
    ReadRows expected = byRows(table);
    assertThat(expected.rows()).hasSizeGreaterThanOrEqualTo(ROWS);
    assertThat(byBatches(table, 3)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", " \n\n"})
  void readsJsonLines(String separator) throws IOException {
    JsonTable table = table("t.jsonl", elements(3, separator, " "), "$");
    ReadRows expected = byRows(table);
    assertThat(expected.rows()).hasSize(ROWS);
    assertThat(byBatches(table, 3)).isEqualTo(expected);
  }

  private static final List<String> VALUES =
      List.of(
          "\"\\u0041\\u00E9 \\b\\f\\n\\r\\t\\/\"",
          "\"\\ud83d\\ude00\"",
          "1.50",
          "-0",
          "1E+5",
          "-12.5e-3",
          "true",
          "false",
          "null",
          "[1, \"a\", [null]]",
          "{\"b\": null, \"c\": [ ]}",
          "{ }");

  private static final List<String> FAULTY =
      List.of(
          "{\"id\": 1, \"id\": 2}",
          "{\"x\": [{\"id\": 1, \"\\u0069d\": 2}]}",
          "{\"id\": \"\\ud83d\"}",
          "{\"unread\": \"\\ude00\\ud83d\"}");

  private static String mixed(Random random, int i) {
    if (random.nextInt(3_000) == 0) {
      return FAULTY.get(random.nextInt(FAULTY.size()));
    }
    if (random.nextInt(3_000) == 0) {
      return "[".repeat(70) + "]".repeat(70);
    }
    Supplier<String> value = () -> VALUES.get(random.nextInt(VALUES.size()));
    return random.nextInt(50) == 0
        ? value.get()
        : "{\"unread\": %s, \"id\": %s, \"deep\": {\"text\": %s, \"i%d\": 0}, \"list\": [%s, %s]}"
            .formatted(value.get(), value.get(), value.get(), i, value.get(), value.get());
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 9, 10})
  void readsEveryFormOfAValue(long seed) throws IOException {
    Random random = new Random(seed);
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      elements.add(mixed(random, i));
    }
    String text = String.join(" ,\n", elements);
    JsonTable array = table("t.json", "[" + text + "]", "$[*]");
    ReadRows expected = byRows(array);
    assertThat(expected.rows()).hasSizeGreaterThan(ROWS / 2);
    assertThat(byBatches(array, 3)).isEqualTo(expected);
    JsonTable lines = table("t.jsonl", String.join("\n", elements), "$");
    assertThat(byBatches(lines, 3)).isEqualTo(byRows(lines));
  }

  /// Reads the parts for several processes, one after the other.
  private static ReadRows byParts(JsonTable table, int leastParts) throws IOException {
    Report report = new Report();
    List<String> rows = new ArrayList<>();
    List<TablePart> parts = table.parts(ALL, 5_000);
    assertThat(parts).hasSizeGreaterThanOrEqualTo(leastParts);
    for (TablePart part : parts) {
      try (SourceRows source = table.part(part).open(ALL, report)) {
        for (Row row = source.next(); row != null; row = source.next()) {
          rows.add(describe(row));
        }
      }
    }
    return ReadRows.of(rows, report);
  }

  /// @param batches the least number of parts for several threads
  /// @param parts the least number of parts for several processes
  private static void assertSameWays(JsonTable table, int rows, int batches, int parts)
      throws IOException {
    ReadRows expected = byRows(table);
    assertThat(expected.rows()).hasSize(rows);
    assertThat(byBatches(table, batches).rows()).isEqualTo(expected.rows());
    assertThat(byParts(table, parts).rows()).isEqualTo(expected.rows());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{\"id\": 1}, {\"id\": 2}]", "[\"a\", \"]\\\"\"]", "{\"id\": 1}"})
  void anArrayInALineIsAValue(String first) throws IOException {
    String text = first + "\n" + "[{\"id\": 3}, [4]]\n{\"id\": 5}\n".repeat(ROWS);
    assertSameWays(table("t.jsonl", text, "$"), 2 * ROWS + 1, 3, 20);
    String few = first + "\n[{\"id\": 3}, [4]]\n{\"id\": 5}\n";
    assertSameWays(table("t.jsonl", few, "$"), 3, 0, 1);
    String nested = "{\"rows\": [1, 2]}\n[[{\"id\": 3}], 4]\n";
    assertThat(byRows(table("t.jsonl", nested.repeat(2), "$[*]")).rows()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ",\n"})
  void theElementsOfAFileThatIsOneArrayAreItsValues(String separator) throws IOException {
    String text = "[" + elements(11, separator, " ") + "]\n";
    assertSameWays(table("t.jsonl", text, "$"), ROWS, 0, 1);
    assertSameWays(
        table("t.jsonl", "[{\"id\": 1}%s{\"id\": 2}]\n\n".formatted(separator), "$"), 2, 0, 1);
    assertThat(table("t.jsonl", text, "$").parts(ALL, 5_000)).containsExactly(TablePart.WHOLE);
  }

  @ParameterizedTest
  @CsvSource({
    "',{\"id\": 1, \"id\": 2}', ']'",
    "',{\"id\": 1} {\"id\": 2}', ']'",
    "',{\"id\": 1},', ']'",
    "',{\"id\": 01}', ']'",
    "',{\"id\": -}', ']'",
    "',{\"id\": 1.}', ']'",
    "',{\"id\": 1e}', ']'",
    "',{\"id\": truer}', ']'",
    "',{\"id\": \"\\x\"}', ']'",
    "',{\"id\": \"\\u00g0\"}', ']'",
    "',{\"id\": \"a\tb\"}', ']'",
    "',{id: 1}', ']'",
    "',{\"id\" 1}', ']'",
    "',{\"id\": 1 2}', ']'",
    "',{\"id\": 1,}', ']'",
    "',{\"list\": [1,]}', ']'",
    "',{\"list\": [1}', ']'",
    "',{\"id\": 1}}', ']'",
    "',{\"id\": \"never closed}', ']'",
    "'', ''",
    "'', '] {'",
    "'', '}'"
  })
  void reportsTheSameErrors(String last, String end) throws IOException {
    JsonTable table =
        table("t.json", "[" + elements(4, ",\n", " ") + last + "\n" + end + "\n", "$[*]");
    ReadRows expected = byRows(table);
    assertThat(expected.findings()).isNotEmpty();
    assertThat(byBatches(table, 3).findings()).isEqualTo(expected.findings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"$[*].nothing", "$[?@.id > 3]", "$[*]~", "$.b[*]", "$[0]"})
  void readsAtOnceWhatIsNotAnArrayOfRows(String iterator) throws IOException {
    JsonTable table = table("t.json", "[" + elements(5, ",\n", " ") + "]", iterator);
    assertThat(byBatches(table, 0)).isEqualTo(byRows(table));
  }

  @ParameterizedTest
  @ValueSource(ints = {300_000, 3_000_000})
  void readsALargeElement(int characters) throws IOException {
    String large =
        ",{\"id\": 7, \"deep\": {\"text\": \"%s\"}},\n".formatted("x".repeat(characters));
    JsonTable table =
        table(
            "t.json",
            "[" + elements(6, ",\n", " ") + large + elements(7, ",\n", " ") + "]",
            "$[*]");
    ReadRows expected = byRows(table);
    assertThat(expected.rows()).hasSize(2 * ROWS + 1);
    assertThat(byBatches(table, 3)).isEqualTo(expected);
  }
}
