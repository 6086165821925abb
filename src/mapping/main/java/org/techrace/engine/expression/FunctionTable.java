package org.techrace.engine.expression;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// The functions of the tool as people read them: `functions.tsv`.
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
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    FunctionTable.class.getResourceAsStream("functions.tsv"), "functions.tsv"),
                StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).map(Row::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
