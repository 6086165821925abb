package org.techrace.serve.view;

import java.util.Optional;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.techrace.entity.Term;
import org.techrace.serve.text.Reader;

/// An amount for a sentence. Scales are words, so that none is taken for a part of the unit, and a
/// fraction is a percentage.
///
/// @param number the number
/// @param unit the unit, or empty
/// @param percent true if the amount is a percentage, whose differences are percentage points
public record Quantity(double number, String unit, boolean percent) {
  private static final Node FRACTION = NodeFactory.createURI("http://qudt.org/vocab/unit/FRACTION");

  private static final int PER_CENT = 100;
  private static final String SIGN = "%";

  /// Returns an amount with the unit that the graph has.
  public static Quantity of(double value, Optional<Term> unit) {
    if (unit.filter(one -> one.key().equals(FRACTION.getURI())).isPresent()) {
      return new Quantity(PER_CENT * value, SIGN, true);
    }
    boolean percent = unit.filter(FirstPlace::isPercent).isPresent();
    return new Quantity(value, percent ? SIGN : unit.map(Term::text).orElse(""), percent);
  }

  /// Returns the amount in words: with the text `plural.UNIT` for any number but one, if the
  /// language of the reader has it.
  public String text() {
    return Reader.text("answer.amount", Shown.worded(number), number == 1 ? unit : plural())
        .strip();
  }

  private String plural() {
    return Reader.current().texts().find("plural." + unit.replace(' ', '-')).orElse(unit);
  }
}
