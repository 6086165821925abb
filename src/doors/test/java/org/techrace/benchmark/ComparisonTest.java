package org.techrace.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The rows of a system are compared with the expected ones as bags.
final class ComparisonTest {
  private static final Set<String> HEDGES = Set.of("hedge");

  /// Rows, written as `a b / c d` below their columns.
  private static ResultRows rows(String columns, String rows) {
    return new ResultRows(
        List.of(columns.split(" ", -1)),
        rows.isEmpty()
            ? List.of()
            : Stream.of(rows.split(" / ", -1)).map(row -> List.of(row.split(" ", -1))).toList());
  }

  private static Comparison compare(ResultRows expected, ResultRows found) {
    return Comparison.of(expected, found, HEDGES);
  }

  @Test
  void namesAndOrderOfColumnsDoNotMatter() {
    Comparison same = compare(rows("place number", "x 1 / y 2"), rows("n p", "2 y / 1 x"));
    assertThat(same.f1()).isEqualTo(1);
  }

  @Test
  void furtherColumnsDoNotMatter() {
    assertThat(compare(rows("place", "x / y"), rows("p rank", "x 1 / y 2")).f1()).isEqualTo(1);
  }

  @Test
  void aMissingColumnMeansThatNoRowIsRight() {
    assertThat(compare(rows("place number", "x 1 / y 2"), rows("p", "x / y")).f1()).isZero();
  }

  @Test
  void missingAndWrongRowsLowerRecallAndPrecision() {
    Comparison part = compare(rows("p", "x / y / z / w"), rows("p", "x / y / v"));
    assertThat(part.precision()).isEqualTo(2 / 3.0, within(1e-9));
    assertThat(part.recall()).isEqualTo(0.5);
    assertThat(part.f1()).isEqualTo(4 / 7.0, within(1e-9));
  }

  @Test
  void duplicatesCountAsOftenAsTheyAreExpected() {
    Comparison twice = compare(rows("p", "x / x / y"), rows("p", "x / x / x / y"));
    assertThat(twice.precision()).isEqualTo(0.75);
    assertThat(twice.recall()).isEqualTo(1);
  }

  @Test
  void twoEmptyAnswersAreTheSame() {
    assertThat(compare(rows("p", ""), rows("q", "")).f1()).isEqualTo(1);
    assertThat(compare(rows("p", "x"), rows("q", "")).f1()).isZero();
    assertThat(compare(rows("p", ""), rows("q", "x")).f1()).isZero();
  }

  @Test
  void aDroppedHedgeIsCountedForItself() {
    ResultRows expected = rows("claim hedge", "a may / b could / c surely");
    Comparison without = compare(expected, rows("claim", "a / b / c"));
    assertThat(without.f1()).isEqualTo(1);
    assertThat(without.hedged()).isEqualTo(3);
    assertThat(without.kept()).isZero();
    Comparison with = compare(expected, rows("claim words", "a may / b could / c perhaps"));
    assertThat(with.f1()).isEqualTo(1);
    assertThat(with.kept()).isEqualTo(2);
  }

  @Test
  void anAnswerOfHedgesOnlyIsCompared() {
    assertThat(compare(rows("hedge", "may / could"), rows("h", "may / could")).f1()).isEqualTo(1);
  }
}
