package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A scale from numbers to positions in a picture.
///
/// @param from the number at `start`
/// @param to the number at `end`
/// @param start the first position
/// @param end the last position
/// @param logarithmic true if equal factors have equal lengths; `from` is positive then
record Scale(double from, double to, double start, double end, boolean logarithmic) {
  private static final double[] FACTORS = {1, 2, 5};

  /// Creates a linear scale.
  Scale(double from, double to, double start, double end) {
    this(from, to, start, end, false);
  }

  double at(double number) {
    double least = measured(from);
    double span = measured(to) - least;
    double place =
        span == 0 ? (start + end) / 2 : start + (measured(number) - least) * (end - start) / span;
    return Math.round(place * 10) / 10.0;
  }

  private double measured(double number) {
    return logarithmic ? Math.log10(number) : number;
  }

  /// Returns round numbers between `from` and `to`.
  ///
  /// @param about the approximate count
  List<Double> rounds(int about) {
    double span = to - from;
    if (span <= 0) {
      return List.of(from);
    }
    if (logarithmic) {
      return powers(about);
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

  /// Returns powers of ten; with their doubles and fivefolds if there are too few.
  private List<Double> powers(int about) {
    int first = (int) Math.floor(Math.log10(from));
    int last = (int) Math.ceil(Math.log10(to));
    int step = Math.max(1, (last - first) / (2 * about));
    int factors = last - first < about ? FACTORS.length : 1;
    List<Double> rounds = new ArrayList<>();
    for (int power = first; power <= last; power += step) {
      for (double factor : Arrays.copyOf(FACTORS, factors)) {
        double number = factor * Math.pow(10, power);
        if (from <= number && number <= to) {
          rounds.add(number);
        }
      }
    }
    return rounds;
  }
}
