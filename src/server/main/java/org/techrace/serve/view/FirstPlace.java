package org.techrace.serve.view;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.techrace.entity.Term;
import org.techrace.serve.text.Reader;

/// The sentence that says who is first, with what, and how far ahead of the second. The texts
/// `answer.*` have its wording, and a project may replace them.
///
/// @param name the first
/// @param value its value
/// @param amount the value in words, with unit, certainty and time
/// @param percent true if the value is a percentage, whose differences are percentage points
/// @param time the time of the value, as in the graph: a value is not some times one of another
///   time
/// @param bound true if the value is a bound: it is not some times another, nor another that
public record FirstPlace(
    String name, double value, String amount, boolean percent, String time, boolean bound) {
  /// The unit whose differences are percentage points.
  public static final Node PERCENT = NodeFactory.createURI("http://qudt.org/vocab/unit/PERCENT");

  /// Below this factor, the lead is a percentage.
  private static final double FAR = 1.1;

  /// Beyond this factor, the lead is not counted.
  private static final double BEYOND = 100;

  private static final int PER_CENT = 100;

  /// The most names that a text has.
  private static final int MOST = 4;

  private static final Pattern DAY =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d|(?<!\\d)\\d{1,2}\\.? \\p{L}+ \\d{4}");

  private static final Pattern DIGIT = Pattern.compile("\\d");

  /// Reports whether a unit is the percentage of QUDT.
  public static boolean isPercent(Term unit) {
    return unit.key().equals(PERCENT.getURI());
  }

  /// Returns an amount with its time: on a day, or in a year.
  public static String at(String amount, String time) {
    return DAY.matcher(time).find()
        ? Reader.text("answer.on", amount, time)
        : DIGIT.matcher(time).find() ? Reader.text("answer.at", amount, time) : amount;
  }

  /// Returns an amount with its period: from a time to another.
  public static String during(String amount, String period) {
    return Reader.text("answer.during", amount, period);
  }

  /// Returns the place with the larger value.
  public FirstPlace larger(FirstPlace other) {
    return other.value > value ? other : this;
  }

  private static double tenths(double number) {
    return Math.round(number * 10) / 10.0;
  }

  /// Returns the sentence about some candidates; empty if there are none.
  public static String sentence(List<FirstPlace> candidates) {
    return sentence("answer.", candidates, true);
  }

  /// Returns the sentence about the highest of some values, of which a reader may not know whether
  /// high is good; empty if there are none. The texts `highest.*` have its wording.
  ///
  /// @param amounts true if the values are amounts, so that one can be twice another
  public static String highest(List<FirstPlace> candidates, boolean amounts) {
    boolean times = amounts && candidates.stream().noneMatch(FirstPlace::percent);
    return sentence("highest.", candidates, times);
  }

  /// Returns the sentence about the lowest of some values; empty if there are none. The texts
  /// `lowest.*` have its wording.
  public static String lowest(List<FirstPlace> candidates) {
    List<FirstPlace> sorted = ascending(candidates);
    if (sorted.size() < 2) {
      return sentence("highest.", sorted, false);
    }
    return tied("lowest.", sorted).orElseGet(() -> first("lowest.", sorted));
  }

  /// Returns the sentence about the range of some values; empty if there are none.
  public static String range(List<FirstPlace> candidates) {
    List<FirstPlace> sorted = ascending(candidates);
    if (sorted.size() < 2) {
      return sentence("highest.", sorted, false);
    }
    FirstPlace least = sorted.getFirst();
    FirstPlace most = sorted.getLast();
    return Reader.text(
        "observations.range", least.name, least.amount, most.name, most.amount, sorted.size());
  }

  private static List<FirstPlace> ascending(List<FirstPlace> candidates) {
    return candidates.stream().sorted(Comparator.comparingDouble(FirstPlace::value)).toList();
  }

  private static String sentence(String texts, List<FirstPlace> candidates, boolean amounts) {
    List<FirstPlace> sorted =
        candidates.stream()
            .sorted(Comparator.comparingDouble(FirstPlace::value).reversed())
            .toList();
    if (sorted.isEmpty()) {
      return "";
    }
    FirstPlace first = sorted.getFirst();
    if (sorted.size() == 1) {
      return Reader.text("answer.only", first.name, first.amount);
    }
    return tied(texts, sorted).orElseGet(() -> lead(texts, sorted, amounts));
  }

  /// Returns the sentence about places that share the first value; empty if one is alone.
  private static Optional<String> tied(String texts, List<FirstPlace> sorted) {
    FirstPlace first = sorted.getFirst();
    long tied = sorted.stream().filter(place -> place.value == first.value).count();
    if (tied == 1) {
      return Optional.empty();
    }
    String second = sorted.get(1).name;
    return Optional.of(
        tied > 2
            ? Reader.text(texts + "many", first.name, first.amount, second, tied)
            : Reader.text(texts + "tie", first.name, first.amount, second));
  }

  /// Returns the sentence that names the first and those of the second value.
  private static String first(String texts, List<FirstPlace> sorted) {
    FirstPlace first = sorted.getFirst();
    return Reader.text(
        texts + "first", first.name, first.amount, seconds(sorted), sorted.get(1).amount);
  }

  private static String seconds(List<FirstPlace> sorted) {
    double value = sorted.get(1).value;
    return names(sorted.stream().filter(place -> place.value == value).toList());
  }

  /// Returns the sentence about how far the first is ahead.
  private static String lead(String texts, List<FirstPlace> sorted, boolean amounts) {
    FirstPlace first = sorted.getFirst();
    FirstPlace second = sorted.get(1);
    String next = seconds(sorted);
    if (first.bound || second.bound || !first.time.equals(second.time)) {
      return first(texts, sorted);
    }
    double factor = second.value > 0 ? first.value / second.value : Double.POSITIVE_INFINITY;
    boolean points = first.percent && (!amounts || factor < FAR);
    double lead = tenths(points ? first.value - second.value : PER_CENT * (factor - 1));
    if (lead == 0 || (!points && (!amounts || factor > BEYOND))) {
      return first(texts, sorted);
    }
    if (!points && factor >= FAR) {
      return Reader.text(
          texts + "ahead",
          first.name,
          first.amount,
          Shown.compact(tenths(factor)),
          next,
          second.amount);
    }
    return Reader.text(
        texts + (!points ? "close" : lead == 1 ? "point" : "points"),
        first.name,
        first.amount,
        Shown.compact(lead),
        next,
        second.amount);
  }

  /// Returns some names in words: at most four of them.
  public static String some(List<String> names) {
    String some = names.stream().limit(MOST).collect(Collectors.joining(Reader.text("answer.and")));
    return names.size() > MOST ? some + " …" : some;
  }

  /// Returns the name of a place, or those of places with one value.
  private static String names(List<FirstPlace> places) {
    String one = places.getFirst().name;
    return switch (places.size()) {
      case 1 -> one;
      case 2 -> Reader.text("answer.pair", one, places.getLast().name);
      default -> Reader.text("answer.others", one, places.size() - 1);
    };
  }
}
