package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.plan.Plan;

/// The estimates of a node, cached by the values that rows bind.
final class Estimates {
  private final BiFunction<Plan, Map<Integer, Sample>, Estimate> estimator;
  private final Plan node;
  private final BitSet columns;
  private final Map<List<Object>, Estimate> known = new HashMap<>();

  /// Creates estimates.
  ///
  /// @param columns the columns of the node; others make no difference
  Estimates(BiFunction<Plan, Map<Integer, Sample>, Estimate> estimator, Plan node, BitSet columns) {
    this.estimator = estimator;
    this.node = node;
    this.columns = columns;
  }

  /// Returns the estimate for a row that binds nothing.
  Estimate whole() {
    return of(Map.of());
  }

  /// Returns the estimate for one row.
  ///
  /// @param bound the columns that it binds, with values
  Estimate of(Map<Integer, Sample> bound) {
    List<Object> key = new ArrayList<>();
    columns.stream().mapToObj(bound::get).forEach(key::add);
    return known.computeIfAbsent(key, _ -> estimator.apply(node, shared(bound)));
  }

  /// Returns those of the columns that the node has.
  Map<Integer, Sample> shared(Map<Integer, Sample> bound) {
    Map<Integer, Sample> shared = new HashMap<>(bound);
    shared.keySet().removeIf(c -> !columns.get(c));
    return shared;
  }

  /// Returns values of a column.
  Sample sample(int column) {
    return whole().bound().getOrDefault(column, Sample.UNKNOWN);
  }
}
