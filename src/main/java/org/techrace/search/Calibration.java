package org.techrace.search;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Turns a resemblance into odds: how many right matches there are to a wrong one among those that
/// resemble so. `calibration.tsv` holds what was counted; between its rows the logarithm of the
/// odds is interpolated.
final class Calibration {
  private final Map<Resemblance.Kind, NavigableMap<Double, Double>> logOdds =
      new EnumMap<>(Resemblance.Kind.class);

  private Calibration() {}

  /// The calibration in the program.
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

  double odds(Resemblance resemblance) {
    NavigableMap<Double, Double> row = logOdds.get(resemblance.kind());
    if (row == null) {
      throw new IllegalStateException("calibration.tsv has no row for " + resemblance.kind());
    }
    Map.Entry<Double, Double> below = row.floorEntry(resemblance.value());
    Map.Entry<Double, Double> above = row.ceilingEntry(resemblance.value());
    if (below == null || above == null || below.getKey().equals(above.getKey())) {
      return Math.exp(
          (below == null ? above == null ? row.firstEntry() : above : below).getValue());
    }
    double part = (resemblance.value() - below.getKey()) / (above.getKey() - below.getKey());
    return Math.exp(below.getValue() + part * (above.getValue() - below.getValue()));
  }
}
