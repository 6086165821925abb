package org.techrace.serve.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.entity.Term;

/// Tests amounts for sentences.
final class QuantityTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "900000, KiloGM, kilogram, \"900,000 kilogram\", false",
        "110000000, W, watt, 110 million watt, false",
        "0.007, FRACTION, fraction, 0.7 %, true",
        "5.757, PERCENT, percent, 5.757 %, true"
      })
  void unitsAreNotMixedWithScales(
      double value, String unit, String name, String shown, boolean percent) {
    Term term = new Term.Link("http://qudt.org/vocab/unit/" + unit, name, true, "");
    Quantity amount = Quantity.of(value, Optional.of(term));
    assertThat(amount.text()).isEqualTo(shown);
    assertThat(amount.percent()).isEqualTo(percent);
  }
}
