package org.techrace.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads the word lists that are stored next to the classes.
final class Lists {
  private Lists() {}

  /// Returns the lines of a list, without blank lines and `#` comments.
  static List<String> lines(String file) {
    try (InputStream in = Lists.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the list " + file + " is missing from the program");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the lines of a list, split at tabs.
  static List<List<String>> rows(String file) {
    return lines(file).stream().map(line -> List.of(line.split("\t", -1))).toList();
  }
}
