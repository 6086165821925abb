package org.techrace.store.query.join;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRun;

/// Estimates the number of rows that a node returns.
final class Estimator {
  /// The estimate for unknown nodes.
  private static final double UNKNOWN_ROWS = 1000;

  private final QueryRun run;
  private final GroupParser parser;

  Estimator(QueryRun run, GroupParser parser) {
    this.run = run;
    this.parser = parser;
  }

  /// Estimates the rows of a node for one row.
  ///
  /// @param bound the columns that the row binds, with values
  Estimate of(Plan node, Map<Integer, Sample> bound) {
    return of(node, bound, -1, null);
  }

  /// Estimates the rows of a node for one of many rows.
  ///
  /// @param bound the columns that the row binds, with values
  /// @param sorted a column whose values ascend from row to row, or -1
  /// @param demand the columns that are read of the result, or null for all
  Estimate of(Plan node, Map<Integer, Sample> bound, int sorted, @Nullable Demand demand) {
    run.check();
    return switch (node) {
      case Plan.Union union ->
          union.branches().stream()
              .map(branch -> of(branch, bound, sorted, demand))
              .reduce(Estimator::both)
              .orElseThrow();
      case Plan.Slice slice -> limited(of(slice.below(), bound, sorted, demand), slice.length());
      case Plan.Sort sort -> limited(of(sort.below(), bound, sorted, demand), sort.limit());
      case Plan.Group group ->
          limited(
              of(group.below(), bound, sorted, demand), group.by().isEmpty() ? 1 : Long.MAX_VALUE);
      case Plan.Distinct distinct -> of(distinct.below(), bound, sorted, demand);
      case Plan.Graph graph -> of(graph.below(), bound, sorted, demand);
      case Plan.Project project -> of(project.below(), bound, sorted, demand);
      case Plan.Service _, Plan.Arq _ -> unknown(node, bound);
      case Plan.Scan _,
          Plan.Path _,
          Plan.Branches _,
          Plan.Values _,
          Plan.Join _,
          Plan.Sequence _,
          Plan.LeftJoin _,
          Plan.Minus _,
          Plan.Filter _,
          Plan.Extend _ -> {
        Optional<Group> group = parser.parse(node, bound.isEmpty());
        if (group.isPresent() && !group.get().conjuncts().isEmpty()) {
          Group parts = bound.isEmpty() ? parser.linked(group.get()) : group.get();
          LaterReads reads = demand == null ? null : new LaterReads(run, parts, demand);
          JoinState one = new JoinState(bound, 1, bound.isEmpty(), reads).sortedBy(sorted);
          JoinOrder order = JoinOrder.of(run, parts.conjuncts(), one);
          yield new Estimate(order.rows(), order.cost(), order.bound());
        }
        yield switch (node) {
          case Plan.Filter filter when group.isEmpty() -> of(filter.below(), bound, sorted, demand);
          case Plan.Extend extend when group.isEmpty() -> of(extend.below(), bound, sorted, demand);
          case Plan.Branches path when group.isEmpty() -> of(path.union(), bound, sorted, demand);
          default -> unknown(node, bound);
        };
      }
    };
  }

  private static Estimate both(Estimate one, Estimate other) {
    Map<Integer, Sample> bound = new HashMap<>(one.bound());
    other.bound().forEach((c, sample) -> bound.merge(c, sample, Sample::with));
    return new Estimate(one.rows() + other.rows(), one.cost() + other.cost(), bound);
  }

  private static Estimate limited(Estimate all, long rows) {
    return rows == Long.MAX_VALUE
        ? all
        : new Estimate(Math.min((double) rows, all.rows()), all.cost(), all.bound());
  }

  private Estimate unknown(Plan node, Map<Integer, Sample> bound) {
    Map<Integer, Sample> then = new HashMap<>(bound);
    node.facts().possible().forEach(v -> then.putIfAbsent(run.layout().column(v), Sample.UNKNOWN));
    return new Estimate(UNKNOWN_ROWS, UNKNOWN_ROWS, then);
  }
}
