package org.techrace.engine.expression;

import java.util.Optional;

/// The codes of units of measure, for what proposes mappings. Thread-safe.
public final class UnitCodes {
  private UnitCodes() {}

  /// Returns the code of UCUM (Unified Code for Units of Measure) of a unit, or empty if it is not
  /// known.
  ///
  /// @param text a code, or a common way to write it, such as `kWh` or `square feet`
  public static Optional<String> of(String text) {
    return Units.codeOf(text);
  }
}
