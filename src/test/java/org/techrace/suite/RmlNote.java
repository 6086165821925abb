package org.techrace.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Why a case is not run, or not taken at its word.
///
/// @param kind what is done about it
/// @param reason why
record RmlNote(Kind kind, String reason) {

  enum Kind {
    /// It is not run: it needs a server that is not here.
    ABSENT,
    /// It is run and must fail: the case is wrong, or we do not want what it asks.
    FAILING,
    /// It is compared with a corrected expected output, and must fail without the correction.
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

  /// Reads lines of a key and the rest.
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
