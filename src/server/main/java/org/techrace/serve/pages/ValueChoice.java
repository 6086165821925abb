package org.techrace.serve.pages;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The choice among several values of a thing, before anything is left out: the newest, one source,
/// and the last time at which things compare. The explorer, the first sentences of things and the
/// sentences of questions choose here.
final class ValueChoice {
  /// The least share of the things that must have a value at a time to compare them.
  private static final double COMPLETE = 0.8;

  private static final Comparator<Source> BEST =
      Comparator.comparingInt(Source::compared)
          .thenComparingInt(Source::things)
          .thenComparing(Source::newest);

  private ValueChoice() {}

  /// A source of values: a data set, or what competing values have in common.
  ///
  /// @param name its name
  /// @param compared of how many of the things that a reader compares it has a value
  /// @param things of how many of all things
  /// @param newest the time of its newest value
  record Source(String name, int compared, int things, String newest) {}

  /// Returns the source with the most of the things that are compared. Of several it is the one
  /// with the most of all things, so that a selection of things does not change the source without
  /// need; then the one with the newest value.
  static Optional<Source> best(Collection<Source> sources) {
    return sources.stream().max(BEST);
  }

  /// Returns the values with the last time, or edition, of their place.
  static <T> List<T> newest(List<T> values, Function<T, ?> place, Function<T, String> time) {
    Map<Object, String> newest = new HashMap<>();
    for (T value : values) {
      newest.merge(place.apply(value), time.apply(value), (a, b) -> a.compareTo(b) < 0 ? b : a);
    }
    return values.stream()
        .filter(value -> time.apply(value).equals(newest.get(place.apply(value))))
        .toList();
  }

  /// Returns the last time at which nearly all things have a value: those with values of their own
  /// for a later time would be first without a competitor.
  ///
  /// @param things how many have a value at each time
  /// @param all how many there are
  static Optional<String> lastComplete(Map<String, Integer> things, int all) {
    return things.entrySet().stream()
        .filter(time -> time.getValue() >= COMPLETE * all)
        .map(Map.Entry::getKey)
        .max(Comparator.naturalOrder());
  }
}
