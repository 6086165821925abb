package org.techrace.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A note about a case that is not run, or whose expected output is wrong.
///
/// @param kind how the case is handled
/// @param reason the reason
record RmlNote(Kind kind, String reason) {

  enum Kind {
    /// The case is not run, because it needs a server that is not available.
    ABSENT,
    /// The case is run and must fail, because it is wrong or asks for something that we refuse.
    FAILING,
    /// The case is compared with a corrected expected output, and must fail without the correction.
    CORRECTED
  }

  /// Reads lines of case, kind and reason.
  static Map<String, RmlNote> read(Path file) throws IOException {
    Map<String, RmlNote> notes = new TreeMap<>();
    readTable(file)
        .forEach(
            (id, rest) -> {
              String[] cells = rest.split("\t", 2);
              notes.put(id, new RmlNote(Kind.valueOf(cells[0].toUpperCase(Locale.ROOT)), cells[1]));
            });
    return notes;
  }

  /// Reads lines of a key and a value.
  static Map<String, String> readTable(Path file) throws IOException {
    Map<String, String> table = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] cells = line.split("\t", 2);
        if (cells.length == 2) {
          table.put(cells[0], cells[1]);
        }
      }
    }
    return table;
  }
}
