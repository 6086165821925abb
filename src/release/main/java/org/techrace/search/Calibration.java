package org.techrace.search;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Converts a resemblance of names to odds: the ratio of right to wrong matches among pairs with
/// that resemblance. `calibration.tsv` has the counted values; between its rows, the logarithm of
/// the odds is interpolated linearly.
final class Calibration {
  private final Map<Resemblance.Kind, NavigableMap<Double, Double>> logOdds =
      new EnumMap<>(Resemblance.Kind.class);

  private Calibration() {}

  /// Reads the calibration that is part of the program.
  static Calibration read() {
    Calibration calibration = new Calibration();
    for (List<String> row : Lists.rows("calibration.tsv")) {
      calibration
          .logOdds
          .computeIfAbsent(Resemblance.Kind.valueOf(row.getFirst()), k -> new TreeMap<>())
          .put(Double.valueOf(row.get(1)), Math.log(Double.parseDouble(row.get(2))));
    }
    return calibration;
  }

  /// Returns the odds of a resemblance.
  double odds(Resemblance resemblance) {
    NavigableMap<Double, Double> row = logOdds.get(resemblance.kind());
    if (row == null) {
      throw new IllegalStateException("calibration.tsv has no row for " + resemblance.kind());
    }
    Map.Entry<Double, Double> below = row.floorEntry(resemblance.value());
    Map.Entry<Double, Double> above = row.ceilingEntry(resemblance.value());
    if (below == null) {
      return Math.exp((above == null ? row.firstEntry() : above).getValue());
    }
    if (above == null || below.getKey().equals(above.getKey())) {
      return Math.exp(below.getValue());
    }
    double part = (resemblance.value() - below.getKey()) / (above.getKey() - below.getKey());
    return Math.exp(below.getValue() + part * (above.getValue() - below.getValue()));
  }
}
