package org.techrace.serve.pages;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import org.apache.jena.vocabulary.XSD;
import org.techrace.entity.Term;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Line;

/// Figures in percent of the whole that they are parts of.
final class FigureShares {
  private static final int PERCENT = 100;

  private FigureShares() {}

  /// Returns a line with its numbers in percent of the whole; empty for the whole.
  static Optional<Line> share(Line line) {
    if (!FigureLines.isPart(line) || FigureLines.isWhole(line)) {
      return Optional.empty();
    }
    double total = line.number("total").orElseThrow();
    Line part =
        FigureLines.with(line, "unit", new Term.Unnamed(Reader.text("observations.of-whole")));
    for (String number : List.of("value", "lower", "upper")) {
      Optional<Double> value = line.number(number);
      if (value.isPresent()) {
        BigDecimal percent =
            BigDecimal.valueOf(PERCENT * value.get() / total).round(new MathContext(4));
        part =
            FigureLines.with(
                part, number, new Term.Value(percent.toPlainString(), "", XSD.decimal.getURI()));
      }
    }
    return Optional.of(part);
  }
}
