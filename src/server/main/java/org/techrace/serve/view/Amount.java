package org.techrace.serve.view;

import java.util.Optional;
import org.techrace.entity.Term;

/// The value of a thing, or its bounds.
///
/// @param value the value; empty if only bounds are known
/// @param lower the lower bound, if it is known
/// @param upper the upper bound, if it is known
public record Amount(
    Term thing, Optional<Double> value, Optional<Double> lower, Optional<Double> upper) {
  /// Returns a value without bounds.
  public static Amount of(Term thing, double value) {
    return new Amount(thing, Optional.of(value), Optional.empty(), Optional.empty());
  }

  /// Returns the value or a bound, which it has.
  public double size() {
    return value.or(() -> lower).or(() -> upper).orElseThrow();
  }

  /// Reports whether only bounds are known.
  public boolean isBounded() {
    return value.isEmpty();
  }

  /// Returns the value, or the bounds with signs: ≥ 75, ≤ 25, 60–70.
  public String text() {
    if (value.isPresent()) {
      return Shown.compact(value.get());
    }
    if (lower.isPresent() && upper.isPresent()) {
      return Shown.compact(lower.get()) + "–" + Shown.compact(upper.get());
    }
    return (lower.isPresent() ? "≥ " : "≤ ") + Shown.compact(size());
  }
}
