package org.techrace.store.query.join;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.text.GeometryFilter;

/// Finds the geometries for which a condition may be true, so that a group can be evaluated from
/// them. Safe for use by several threads.
final class GeometryCandidates {
  /// The number of expected rows from which the index of geometries is made. Fewer are tested one
  /// by one.
  private static final int ROWS_TESTED = 1000;

  private final QueryRun run;

  /// The ids of the candidates by condition, because a group may be planned many times.
  private final Map<Expr, Optional<int[]>> known = new ConcurrentHashMap<>();

  GeometryCandidates(QueryRun run) {
    this.run = run;
  }

  /// Returns a part that is joined with the others of a group. The condition still runs on the
  /// result.
  ///
  /// @param conjuncts the other parts
  /// @return empty if the condition has another form or its geometry is not bound by a triple
  ///   pattern, or if it is better to test the rows one by one
  Optional<Conjunct> of(Expr condition, List<Conjunct> conjuncts) {
    return GeometryFilter.of(condition, run)
        .filter(filter -> isBound(column(filter), conjuncts))
        .filter(filter -> filter.isReady() || isLarge(conjuncts))
        .flatMap(
            filter ->
                ids(condition, filter)
                    .map(
                        ids ->
                            new CandidatesConjunct(
                                run, "candidates for " + filter.variable(), column(filter), ids)));
  }

  private Optional<int[]> ids(Expr condition, GeometryFilter filter) {
    Optional<int[]> ids = known.get(condition);
    if (ids == null) {
      ids = filter.candidates();
      known.put(condition, ids);
    }
    return ids;
  }

  private int column(GeometryFilter filter) {
    return run.layout().column(filter.variable());
  }

  private static boolean isBound(int column, List<Conjunct> conjuncts) {
    return conjuncts.stream()
        .anyMatch(c -> c instanceof PatternConjunct pattern && pattern.columns().get(column));
  }

  private boolean isLarge(List<Conjunct> conjuncts) {
    List<Conjunct> patterns = conjuncts.stream().filter(PatternConjunct.class::isInstance).toList();
    return JoinOrder.of(run, patterns, Map.of()).cost() > ROWS_TESTED;
  }
}
