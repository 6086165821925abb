package org.techrace.serve.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.techrace.entity.Term;

/// Tests the bars of single amounts: where they begin, and what is known of bounds.
final class BarsTest {
  @Test
  void barsOfNegativeAmountsEndAtZero() {
    Bars bars = Bars.of(List.of(Amount.of(name("up"), 30), Amount.of(name("down"), -10)));
    assertThat(bars.bars())
        .extracting(bar -> bar.parts().getFirst())
        .extracting(part -> part.start() + " to " + (part.start() + part.width()))
        .containsExactly("25.0 to 100.0", "0.0 to 25.0");
  }

  @Test
  void boundsAreMarkedAndNotShownAsValues() {
    Bars bars =
        Bars.of(
            List.of(
                Amount.of(name("exact"), 100),
                new Amount(name("more"), Optional.empty(), Optional.of(75.0), Optional.empty()),
                new Amount(name("less"), Optional.empty(), Optional.empty(), Optional.of(25.0)),
                new Amount(name("range"), Optional.empty(), Optional.of(1.0), Optional.of(2.0))));
    assertThat(bars.bars())
        .extracting(Bars.Bar::number)
        .containsExactly("100", "≥ 75", "≤ 25", "1–2");
    assertThat(bars.bars())
        .extracting(bar -> bars.token(bar, bar.parts().getFirst()).contains("bounded"))
        .containsExactly(false, true, true, true);
  }

  private static Term name(String text) {
    return new Term.Unnamed(text);
  }
}
