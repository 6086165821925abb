package org.techrace.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.Workbooks;
import org.techrace.access.ReadableFile;
import org.techrace.memory.Memory;
import org.techrace.report.Report;
import org.techrace.table.format.FileFormat;
import org.techrace.table.format.FileSource;
import org.techrace.table.format.Formats;
import org.techrace.table.format.FoundTable;
import org.techrace.table.format.Stated;
import org.techrace.table.input.Packing;
import org.techrace.table.input.TableFile;

/// What leaves a reader derives from what entered: in files whose marks of structure are removed,
/// repeated or exchanged at random, each word of a value is a word of the file, and no value has
/// one more often than the file. A file may be refused.
final class ReadersDeriveTest {
  private static final int FILES = 400;
  private static final Pattern WORD = Pattern.compile("[a-z]\\d{3}[a-z]");
  private static final Memory MEMORY = new Memory(1 << 20);

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "jsonl", "xml", "xlsx"})
  void aValueHasTheWordsOfTheFile(String format) throws IOException {
    Random random = new Random(40);
    int read = 0;
    for (int n = 0; n < FILES; n++) {
      String text = text(format, random);
      String damaged = n % 4 == 0 ? text : damaged(text, format, random);
      Path file = folder.resolve("t." + format);
      Files.write(
          file,
          format.equals("xlsx")
              ? Workbooks.zip(damaged)
              : damaged.getBytes(StandardCharsets.UTF_8));
      Map<String, Integer> words = words(damaged);
      // A text may go on after the quotes of a cell.
      String unquoted = damaged.replace("\"", "");
      List<String> values = values(file);
      for (String value : values) {
        assertThat(runs(value))
            .as("'%s' of %s", value, damaged)
            .allMatch(run -> damaged.contains(run) || unquoted.contains(run));
      }
      Map<String, Integer> found = words(String.join(" ", values));
      if (n % 4 == 0) {
        assertThat(found).as(text).isEqualTo(words);
      }
      found.forEach(
          (word, times) ->
              assertThat(times)
                  .as("%s of %s", word, damaged)
                  .isLessThanOrEqualTo(words.getOrDefault(word, 0)));
      read += values.isEmpty() ? 0 : 1;
    }
    assertThat(read).as("files that were read").isGreaterThan(FILES / 4);
  }

  /// Returns the words of a text and how often each occurs.
  private static Map<String, Integer> words(String text) {
    Map<String, Integer> words = new HashMap<>();
    WORD.matcher(text).results().forEach(word -> words.merge(word.group(), 1, Integer::sum));
    return words;
  }

  /// Returns the runs of letters and digits of a value.
  private static List<String> runs(String value) {
    return Stream.of(value.split("[^A-Za-z0-9]+", -1)).filter(run -> !run.isEmpty()).toList();
  }

  /// Returns a file of three columns with a word of its own in each cell.
  private static String text(String format, Random random) {
    int rows = 2 + random.nextInt(4);
    String[][] cells = new String[rows][3];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < 3; c++) {
        cells[r][c] = "%c%03d%c".formatted('a' + random.nextInt(26), 10 * r + c, 'a' + c);
      }
    }
    StringBuilder text = new StringBuilder();
    switch (format) {
      case "csv" -> {
        text.append("A,B,C\n");
        for (String[] row : cells) {
          text.append("%s,\"%s\",%s%n".formatted((Object[]) row));
        }
      }
      case "json", "jsonl" -> {
        String between = format.equals("json") ? "," : "\n";
        List<String> objects = new ArrayList<>();
        for (String[] row : cells) {
          objects.add("{\"A\":\"%s\",\"B\":{\"D\":\"%s\"},\"C\":\"%s\"}".formatted((Object[]) row));
        }
        String all = String.join(between, objects);
        text.append(format.equals("json") ? "[" + all + "]" : all + "\n");
      }
      case "xml" -> {
        text.append("<L>");
        for (String[] row : cells) {
          text.append("<R A=\"%s\"><B>%s</B><C>%s</C></R>".formatted((Object[]) row));
        }
        text.append("</L>");
      }
      default -> {
        String[][] all = new String[rows + 1][];
        all[0] = new String[] {"A", "B", "C"};
        System.arraycopy(cells, 0, all, 1, rows);
        text.append("<worksheet>").append(Workbooks.rows(all)).append("</worksheet>");
      }
    }
    return text.toString();
  }

  /// Returns a text in which one to three marks of structure are removed, repeated or exchanged.
  private static String damaged(String text, String format, Random random) {
    String marks =
        switch (format) {
          case "csv" -> ",\"\n;\t'";
          case "json", "jsonl" -> "{}[],:\"\n";
          default -> "<>/=\"";
        };
    StringBuilder damaged = new StringBuilder(text);
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int[] places =
          IntStream.range(0, damaged.length())
              .filter(i -> marks.indexOf(damaged.charAt(i)) >= 0)
              .toArray();
      if (places.length > 0) {
        int place = places[random.nextInt(places.length)];
        String other = String.valueOf(marks.charAt(random.nextInt(marks.length())));
        switch (random.nextInt(3)) {
          case 0 -> damaged.deleteCharAt(place);
          case 1 -> damaged.insert(place, other);
          default -> damaged.replace(place, place + 1, other);
        }
      }
    }
    return damaged.toString();
  }

  /// Returns the values of all tables of a file; those before an error if there is one.
  private static List<String> values(Path file) throws IOException {
    Report report = new Report();
    TableFile input = new TableFile(ReadableFile.named(file), StandardCharsets.UTF_8, Packing.NONE);
    List<String> values = new ArrayList<>();
    Optional<FileFormat> format = Formats.ofNewFile(String.valueOf(file.getFileName()));
    for (FoundTable found :
        format
            .flatMap(FileFormat::outliner)
            .orElseThrow()
            .tables(FileSource.unmapped("t", input, MEMORY), Stated.NOTHING, report)) {
      List<Reference> references = found.references().stream().map(Reference::of).toList();
      try (SourceRows rows = found.table().open(references, report)) {
        for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
          for (int i = 0; i < references.size(); i++) {
            row.values(i).forEach(value -> values.add(value.text()));
          }
        }
      }
    }
    return values;
  }
}
