package org.techrace.table.json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Pattern;
import org.techrace.table.input.TableFile;
import org.techrace.table.input.Texts;

/// Files of JSON Lines: each line is a value, which may also be an array. A file with such a name
/// may contain one array instead, whose elements are the values.
final class JsonLines {
  private static final Pattern NAME = Pattern.compile(".*\\.(jsonl|ndjson)(\\.\\w+)*");

  /// The length of a first line that is taken for the whole file, in characters.
  private static final int LONGEST_FIRST_LINE = 1 << 20;

  private JsonLines() {}

  /// Returns true if the name of a file is that of JSON Lines.
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /// Returns true if a file of JSON Lines contains one array instead: it begins with an array that
  /// is the only value, has a line break inside, or is longer than a line.
  ///
  /// @throws IOException if reading from disk fails
  static boolean isOneArray(TableFile input) throws IOException {
    try (Reader text =
        new BufferedReader(new InputStreamReader(input.open(), Texts.strict(input.charset())))) {
      return afterSpace(text) == '[' && (!closesInLine(text) || afterSpace(text) < 0);
    } catch (CharacterCodingException _) {
      // Reported when the rows are read.
      return false;
    }
  }

  /// Returns the next character that is not white space, or -1 at the end.
  private static int afterSpace(Reader text) throws IOException {
    int c = text.read();
    while (c >= 0 && c <= ' ') {
      c = text.read();
    }
    return c;
  }

  /// Returns true if the open array is closed in its line.
  private static boolean closesInLine(Reader text) throws IOException {
    int depth = 1;
    boolean isText = false;
    for (int i = 0; i < LONGEST_FIRST_LINE; i++) {
      int c = text.read();
      if (c < 0 || c == '\n' || c == '\r') {
        return false;
      } else if (isText && c == '\\') {
        c = text.read();
      } else if (c == '"') {
        isText = !isText;
      } else if (!isText && c == '[') {
        depth++;
      } else if (!isText && c == ']' && --depth == 0) {
        return true;
      }
    }
    return false;
  }
}
