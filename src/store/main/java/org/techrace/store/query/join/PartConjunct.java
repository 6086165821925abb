package org.techrace.store.query.join;

import java.util.BitSet;
import java.util.Map;
import java.util.function.BiFunction;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.plan.Facts;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// A node that is joined as a whole: UNION, GRAPH, a sub-select. It is evaluated for the rows of
/// other parts if that is allowed and reads fewer rows than a hash join.
final class PartConjunct implements Conjunct {
  private final GroupOperators operators;
  private final Plan node;
  private final boolean feedable;
  private final boolean sensitive;
  private final BitSet columns;
  private final BitSet mentioned;
  private final Estimates estimates;

  /// Creates a conjunct.
  ///
  /// @param feedable true if the node may be evaluated for rows of other parts
  PartConjunct(
      QueryRun run,
      GroupOperators operators,
      BiFunction<Plan, Map<Integer, Sample>, Estimate> estimator,
      Plan node,
      boolean feedable) {
    this.operators = operators;
    this.node = node;
    this.feedable = feedable;
    Facts facts = node.facts();
    this.sensitive = !facts.sensitive().isEmpty();
    this.columns = run.layout().columnSet(facts.possible());
    this.mentioned = run.layout().columnSet(facts.mentioned());
    this.estimates = new Estimates(estimator, node, columns);
  }

  /// Returns true if some variables must not get a value from outside.
  boolean isSensitive() {
    return sensitive;
  }

  @Override
  public String text() {
    return node.algebra().getName();
  }

  @Override
  public String key() {
    return "(" + text() + " " + node.algebra().hashCode();
  }

  @Override
  public BitSet columns() {
    return columns;
  }

  @Override
  public BitSet mentioned() {
    return mentioned;
  }

  @Override
  public JoinStep plan(double rows, Map<Integer, Sample> bound) {
    Estimate whole = estimates.whole();
    if (!feedable) {
      double values = 1;
      for (int column : estimates.shared(bound).keySet()) {
        values = Math.max(values, distinct(column));
      }
      double fanout = Math.min(whole.rows(), whole.rows() / values);
      return new JoinStep(fanout, whole.cost() + rows, this::joined);
    }
    Estimate eachRow = estimates.of(bound);
    double joined = whole.cost() + rows;
    return rows * eachRow.cost() <= joined
        ? new JoinStep(eachRow.rows(), rows * eachRow.cost(), in -> operators.apply(node, in))
        : new JoinStep(eachRow.rows(), joined, this::joined);
  }

  private QueryRows joined(QueryRows rows) {
    return operators.join(rows, node);
  }

  @Override
  public double distinct(int column) {
    return Math.min(distinctRows(), estimates.sample(column).distinct());
  }

  @Override
  public double distinctRows() {
    return estimates.whole().rows();
  }

  @Override
  public Sample sample(int column, int size) {
    return estimates.sample(column);
  }
}
