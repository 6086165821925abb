package org.techrace.scaffold;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/// Lists of words that `init` knows. Each has a name, and its words are separated by spaces.
final class WordLists {
  private final Map<String, Set<String>> lists = new HashMap<>();

  /// Reads a file of this module.
  ///
  /// @param file the name of the file in `/scaffold`
  WordLists(String file) {
    Properties properties = new Properties();
    try (InputStream in = WordLists.class.getResourceAsStream("/scaffold/" + file)) {
      properties.load(
          new InputStreamReader(Objects.requireNonNull(in, file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    properties.forEach(
        (name, words) ->
            lists.put((String) name, Set.of(((String) words).strip().split(" +", -1))));
  }

  /// Returns the words of a list that exists.
  Set<String> list(String name) {
    return Objects.requireNonNull(lists.get(name), name);
  }
}
