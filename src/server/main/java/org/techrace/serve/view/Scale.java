package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.List;

/// A linear scale from numbers to positions in a picture.
///
/// @param from the number at `start`
/// @param to the number at `end`
/// @param start the first position
/// @param end the last position
record Scale(double from, double to, double start, double end) {

  double at(double number) {
    double place =
        to == from ? (start + end) / 2 : start + (number - from) * (end - start) / (to - from);
    return Math.round(place * 10) / 10.0;
  }

  /// Returns round numbers between `from` and `to`.
  ///
  /// @param about the approximate count
  List<Double> rounds(int about) {
    double span = to - from;
    if (span <= 0) {
      return List.of(from);
    }
    double step = Math.pow(10, Math.floor(Math.log10(span / about)));
    for (double factor : new double[] {5, 2}) {
      if (span / (step * factor) >= about) {
        step *= factor;
        break;
      }
    }
    if (span / step > 2.0 * about) {
      step *= 2;
    }
    List<Double> rounds = new ArrayList<>();
    for (double n = Math.ceil(from / step) * step; n <= to + step / 1e6; n += step) {
      rounds.add(n);
    }
    return rounds;
  }
}
