package org.techrace.store.query.join;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.Op1;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpSlice;
import org.apache.jena.sparql.algebra.op.OpTopN;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.plan.AlgebraFacts;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRun;

/// Estimates the number of rows that an operator returns.
final class Estimator {
  /// The estimate for unknown operators.
  private static final double UNKNOWN_ROWS = 1000;

  private final QueryRun run;
  private final AlgebraFacts facts;
  private final GroupParser parser;

  Estimator(QueryRun run, AlgebraFacts facts, GroupParser parser) {
    this.run = run;
    this.facts = facts;
    this.parser = parser;
  }

  /// Estimates the rows of an operator for one row.
  ///
  /// @param bound the columns that the row binds, with values
  Estimate of(Op op, Map<Integer, Sample> bound) {
    return of(op, bound, -1, null);
  }

  /// Estimates the rows of an operator for one of many rows.
  ///
  /// @param bound the columns that the row binds, with values
  /// @param sorted a column whose values ascend from row to row, or -1
  /// @param demand the columns that are read of the result, or null for all
  Estimate of(Op op, Map<Integer, Sample> bound, int sorted, @Nullable Demand demand) {
    run.check();
    return switch (op) {
      case OpUnion union ->
          both(
              of(union.getLeft(), bound, sorted, demand),
              of(union.getRight(), bound, sorted, demand));
      case OpSlice slice -> limited(of(slice.getSubOp(), bound, sorted, demand), slice.getLength());
      case OpTopN top -> limited(of(top.getSubOp(), bound, sorted, demand), top.getLimit());
      case OpGroup group when group.getGroupVars().isEmpty() ->
          limited(of(group.getSubOp(), bound, sorted, demand), 1);
      default -> {
        Optional<Group> group = parser.parse(op, bound.isEmpty());
        if (group.isPresent() && !group.get().conjuncts().isEmpty()) {
          Group parts = bound.isEmpty() ? parser.linked(group.get()) : group.get();
          LaterReads reads = demand == null ? null : new LaterReads(run, facts, parts, demand);
          JoinState one = new JoinState(bound, 1, bound.isEmpty(), reads).sortedBy(sorted);
          JoinOrder order = JoinOrder.of(run, parts.conjuncts(), one);
          yield new Estimate(order.rows(), order.cost(), order.bound());
        }
        yield op instanceof Op1 modifier && group.isEmpty()
            ? of(modifier.getSubOp(), bound, sorted, demand)
            : unknown(op, bound);
      }
    };
  }

  private static Estimate both(Estimate one, Estimate other) {
    Map<Integer, Sample> bound = new HashMap<>(one.bound());
    other.bound().forEach((c, sample) -> bound.merge(c, sample, Sample::with));
    return new Estimate(one.rows() + other.rows(), one.cost() + other.cost(), bound);
  }

  private static Estimate limited(Estimate all, long rows) {
    return rows < 0
        ? all
        : new Estimate(Math.min((double) rows, all.rows()), all.cost(), all.bound());
  }

  private Estimate unknown(Op op, Map<Integer, Sample> bound) {
    Map<Integer, Sample> then = new HashMap<>(bound);
    facts.of(op).possible().forEach(v -> then.putIfAbsent(run.layout().column(v), Sample.UNKNOWN));
    return new Estimate(UNKNOWN_ROWS, UNKNOWN_ROWS, then);
  }
}
