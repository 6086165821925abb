package org.techrace.engine.expression;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The tables of functions: those of the tool as people read them, in `functions.tsv`, and
/// `aliases.tsv`.
final class FunctionTable {
  private static final int EXAMPLE = 4;

  private FunctionTable() {}

  /// A function.
  ///
  /// @param name the local name of its IRI
  /// @param parameters the local names of the IRIs of its parameters; those of optional ones are in
  ///   square brackets
  /// @param description what it returns, in a sentence
  /// @param result what it returns for the example; several values are joined by ` | `
  /// @param example arguments, in order
  record Row(
      String name,
      List<String> parameters,
      String description,
      String result,
      List<String> example) {
    private static Row of(String line) {
      List<String> cells =
          Arrays.stream(line.split("\t", -1)).map(String::translateEscapes).toList();
      return new Row(
          cells.get(0),
          List.of(cells.get(1).split(" ", -1)),
          cells.get(2),
          cells.get(3),
          cells.subList(EXAMPLE, cells.size()));
    }

    /// Returns the call of the example, as in `left("Zurich", "3")`.
    String call() {
      return name
          + "("
          + String.join(", ", example.stream().map(text -> '"' + text + '"').toList())
          + ")";
    }
  }

  /// Returns all functions, ordered by name.
  static List<Row> rows() {
    return lines("functions.tsv").map(Row::of).toList();
  }

  /// Returns the lines of a table of this package that are not comments.
  static Stream<String> lines(String table) {
    try (InputStream in =
        Objects.requireNonNull(FunctionTable.class.getResourceAsStream(table), table)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
