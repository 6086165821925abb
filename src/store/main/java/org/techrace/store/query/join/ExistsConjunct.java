package org.techrace.store.query.join;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.core.Var;
import org.techrace.store.query.pattern.LazyTable;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.plan.ExistsPlan;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// A condition `EXISTS` whose pattern has the same solutions with and without the values of a row.
/// It is a semi-join: the distinct values of the variables that the pattern shares with the group
/// are joined, also before any other part, or the pattern is evaluated for the rows of other parts.
final class ExistsConjunct implements Conjunct {
  private final GroupOperators operators;
  private final Estimates estimates;
  private final Plan pattern;
  private final Condition condition;
  private final List<Var> shared;
  private final BitSet columns;
  private final UnaryOperator<QueryRows> semiJoin;

  /// The distinct values of the shared variables.
  private final LazyTable values;

  /// Creates a conjunct.
  ///
  /// @param exists has a pattern that binds the shared variables in every solution
  /// @param shared the variables that the pattern shares with the group, at least one
  ExistsConjunct(
      QueryRun run,
      GroupOperators operators,
      BiFunction<Plan, Map<Integer, Sample>, Estimate> estimator,
      ExistsPlan exists,
      Set<Var> shared) {
    this.operators = operators;
    this.pattern = exists.pattern();
    this.condition = Condition.exists(exists);
    this.shared = List.copyOf(shared);
    this.values = new LazyTable(run, () -> operators.distinct(pattern, this.shared));
    this.columns = run.layout().columnSet(shared);
    this.semiJoin = operators.semiJoin(pattern, columns);
    this.estimates = new Estimates(estimator, pattern, columns);
  }

  @Override
  public String text() {
    return "exists " + shared;
  }

  @Override
  public String key() {
    return "(distinct " + pattern.algebra().hashCode();
  }

  @Override
  public BitSet columns() {
    return columns;
  }

  @Override
  public boolean isConcurrent() {
    return condition.isConcurrent();
  }

  @Override
  public JoinStep plan(double rows, Map<Integer, Sample> bound) {
    Estimate whole = estimates.whole();
    int given = estimates.shared(bound).size();
    if (given < columns.cardinality()) {
      double fanout = given == 0 ? whole.rows() : Math.min(1, whole.rows());
      return new JoinStep(fanout, whole.cost() + rows, values::join);
    }
    Estimate eachRow = estimates.of(bound);
    double fanout = Math.min(1, eachRow.rows());
    double joined = whole.cost() + rows;
    return rows * eachRow.cost() <= joined
        ? new JoinStep(fanout, rows * eachRow.cost(), in -> operators.filter(in, condition))
        : new JoinStep(fanout, joined, semiJoin);
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
