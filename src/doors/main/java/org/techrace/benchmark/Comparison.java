package org.techrace.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Compares the rows of a system with the expected ones, as bags. A system may name its columns as
/// it likes and return further ones: each expected column is compared with the column that shares
/// the most values with it.
///
/// @param precision the share of the returned rows that are expected
/// @param recall the share of the expected rows that are returned
/// @param hedged of the returned rows that are right apart from their hedges, how many there are
/// @param kept how many of these have the expected hedges
record Comparison(double precision, double recall, int hedged, int kept) {

  /// Returns the harmonic mean of precision and recall.
  double f1() {
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }

  /// Compares two answers.
  ///
  /// @param hedges the names of the columns that qualify a row. Whether they are returned does not
  ///   affect precision and recall; it is counted for itself
  static Comparison of(ResultRows expected, ResultRows found, Set<String> hedges) {
    if (expected.rows().isEmpty() && found.rows().isEmpty()) {
      return new Comparison(1, 1, 0, 0);
    }
    int[] match = columns(expected, found);
    List<Integer> facts = new ArrayList<>();
    List<Integer> qualifiers = new ArrayList<>();
    for (int i = 0; i < match.length; i++) {
      (hedges.contains(expected.columns().get(i)) ? qualifiers : facts).add(i);
    }
    if (facts.isEmpty()) {
      facts.addAll(qualifiers);
      qualifiers.clear();
    }
    int common = common(expected, found, match, facts);
    int hedged = qualifiers.isEmpty() ? 0 : common;
    List<Integer> all = new ArrayList<>(facts);
    all.addAll(qualifiers);
    int kept = qualifiers.isEmpty() ? 0 : common(expected, found, match, all);
    return new Comparison(
        share(common, found.rows().size()), share(common, expected.rows().size()), hedged, kept);
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /// Counts the rows that both have, with multiplicity, in some of the expected columns.
  private static int common(
      ResultRows expected, ResultRows found, int[] match, List<Integer> columns) {
    if (columns.stream().anyMatch(column -> match[column] < 0)) {
      return 0;
    }
    Map<List<String>, Integer> wanted = new HashMap<>();
    for (List<String> row : expected.rows()) {
      wanted.merge(columns.stream().map(row::get).toList(), 1, Integer::sum);
    }
    int common = 0;
    for (List<String> row : found.rows()) {
      List<String> key = columns.stream().map(column -> row.get(match[column])).toList();
      if (wanted.merge(key, -1, Integer::sum) >= 0) {
        common++;
      }
    }
    return common;
  }

  /// Returns the found column for each expected one, or -1: the pairs that share most values first.
  private static int[] columns(ResultRows expected, ResultRows found) {
    TreeMap<Integer, List<int[]>> pairs = new TreeMap<>();
    for (int e = 0; e < expected.columns().size(); e++) {
      Set<String> values = values(expected, e);
      for (int f = 0; f < found.columns().size(); f++) {
        Set<String> shared = values(found, f);
        shared.retainAll(values);
        if (!shared.isEmpty()) {
          boolean sameName = expected.columns().get(e).equals(found.columns().get(f));
          int rank = 2 * shared.size() + (sameName ? 1 : 0);
          pairs.computeIfAbsent(rank, _ -> new ArrayList<>()).add(new int[] {e, f});
        }
      }
    }
    int[] match = new int[expected.columns().size()];
    java.util.Arrays.fill(match, -1);
    Set<Integer> taken = new HashSet<>();
    for (List<int[]> equal : pairs.descendingMap().values()) {
      for (int[] pair : equal) {
        if (match[pair[0]] < 0 && taken.add(pair[1])) {
          match[pair[0]] = pair[1];
        }
      }
    }
    return match;
  }

  private static Set<String> values(ResultRows rows, int column) {
    Set<String> values = new HashSet<>();
    rows.rows().forEach(row -> values.add(row.get(column)));
    return values;
  }
}
