package org.techrace.table.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.access.ReadableFile;

/// The encodings of tables with words of several languages, in `encodings.txt`: those of long
/// tables are found, and those of short ones are found or not clear.
final class EncodingsTest {
  private static final Path WORDS = Path.of("src/mapping/test/resources/encodings.txt");

  /// Encodings of Latin scripts, in which a few words of one are words of another.
  private static final Set<String> LATIN =
      Set.of("windows-1252", "ISO-8859-1", "x-MacRoman", "IBM850", "windows-1250", "ISO-8859-2");

  @TempDir private Path folder = Path.of("");

  static List<Arguments> tables() throws IOException {
    List<Arguments> tables = new ArrayList<>();
    for (String line : Files.readAllLines(WORDS)) {
      String[] parts = line.split(": ", 2);
      if (!line.startsWith("#")) {
        for (String charset : parts[0].split(" ", -1)) {
          tables.add(Arguments.of(charset, List.of(parts[1].split(" ", -1))));
        }
      }
    }
    return tables;
  }

  @ParameterizedTest
  @MethodSource("tables")
  void theEncodingOfManyWordsIsFound(String charset, List<String> words) throws IOException {
    String table = table(words, 60);
    Encodings.Guess guess = guess(table, Charset.forName(charset));
    String read = decoded(table, Charset.forName(charset), guess.charset());
    assertThat(read.equals(table)).as("%s: %s", read.substring(0, 60), guess).isTrue();
    assertThat(guess.isClear()).as("%s", guess).isTrue();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void theEncodingOfFewWordsIsFoundOrNotClear(String charset, List<String> words)
      throws IOException {
    for (int i = 0; i < words.size() && !LATIN.contains(charset); i++) {
      String table = table(words.subList(i, words.size()), 2);
      Encodings.Guess guess = guess(table, Charset.forName(charset));
      String read = decoded(table, Charset.forName(charset), guess.charset());
      assertThat(!guess.isClear() || read.equals(table)).as("%s: %s", read, guess).isTrue();
      assertThat(guess.line() > 0 || read.equals(table)).as("%s: %s", read, guess).isTrue();
    }
  }

  /// Names in the usual encodings of their languages: a wrong reading is never without its line,
  /// ten names are enough to find the right one, and those of western Europe are read right always.
  @ParameterizedTest
  @MethodSource("names")
  void namesOfALanguageAreReadRightOrNamed(String language, String charset, List<String> names)
      throws IOException {
    for (int count : List.of(1, 3, 10)) {
      for (int start = 0; start < names.size(); start++) {
        List<String> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          some.add(names.get((start + i) % names.size()));
        }
        String table = table(some, count);
        Encodings.Guess guess = guess(table, Charset.forName(charset));
        String read = decoded(table, Charset.forName(charset), guess.charset());
        assertThat(read.equals(table) || guess.line() > 0)
            .as("%s: %s as %s", language, read, guess)
            .isTrue();
        assertThat(read.equals(table) || !guess.isClear())
            .as("%s: %s as %s", language, read, guess)
            .isTrue();
        if (count == 10 || List.of("windows-1252", "ISO-8859-1").contains(charset)) {
          assertThat(read).as("%s: %s", language, guess).isEqualTo(table);
        }
      }
    }
  }

  static List<Arguments> names() throws IOException {
    List<Arguments> all = new ArrayList<>();
    for (String line : Files.readAllLines(WORDS.resolveSibling("names.txt"))) {
      String[] parts = line.split(": ", 2);
      String[] kinds = parts[0].split(" ", -1);
      for (int i = 1; i < kinds.length; i++) {
        all.add(Arguments.of(kinds[0], kinds[i], List.of(parts[1].split(" ", -1))));
      }
    }
    return all;
  }

  private static String table(List<String> words, int rows) {
    StringBuilder table = new StringBuilder("id,name\n");
    for (int i = 0; i < rows; i++) {
      table.append("%d,%s\n".formatted(i, words.get(i % words.size()).replace('-', ' ')));
    }
    return table.toString();
  }

  private Encodings.Guess guess(String table, Charset charset) throws IOException {
    Path file = Files.write(folder.resolve("t.csv"), table.getBytes(charset));
    return Encodings.guess(
        new TableFile(ReadableFile.named(file), StandardCharsets.UTF_8, Packing.NONE));
  }

  private static String decoded(String table, Charset written, Charset read) {
    byte[] bytes = table.getBytes(written);
    assertThat(new String(bytes, written)).isEqualTo(table);
    return Arrays.equals(bytes, table.getBytes(read)) ? table : new String(bytes, read);
  }
}
