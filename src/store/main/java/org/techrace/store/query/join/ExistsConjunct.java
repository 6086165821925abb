package org.techrace.store.query.join;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpDistinct;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Exists;
import org.apache.jena.sparql.expr.Expr;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// A condition `EXISTS` whose pattern has the same solutions with and without the values of a row.
/// It is a semi-join: the distinct values of the variables that the pattern shares with the group
/// are joined, also before any other part, or the pattern is evaluated for the rows of other parts.
final class ExistsConjunct implements Conjunct {
  private final GroupOperators operators;
  private final Estimates estimates;
  private final Op pattern;
  private final Expr filter;

  /// The distinct values of the shared variables.
  private final Op values;

  private final Set<Var> shared;
  private final BitSet columns;
  private @Nullable UnaryOperator<QueryRows> semiJoin;

  /// Creates a conjunct.
  ///
  /// @param pattern the pattern, which binds the shared variables in every solution
  /// @param shared the variables that the pattern shares with the group, at least one
  ExistsConjunct(
      QueryRun run, GroupOperators operators, Estimator estimator, Op pattern, Set<Var> shared) {
    this.operators = operators;
    this.pattern = pattern;
    this.filter = new E_Exists(pattern);
    this.shared = shared;
    this.values = OpDistinct.create(new OpProject(pattern, List.copyOf(shared)));
    this.columns = run.layout().columnSet(shared);
    this.estimates = new Estimates(estimator, pattern, columns);
  }

  @Override
  public String text() {
    return "exists " + shared;
  }

  @Override
  public String key() {
    return "(distinct " + values.hashCode();
  }

  @Override
  public BitSet columns() {
    return columns;
  }

  @Override
  public boolean isConcurrent() {
    return operators.isConcurrent(filter);
  }

  @Override
  public JoinStep plan(double rows, Map<Integer, Sample> bound) {
    Estimate whole = estimates.whole();
    int given = estimates.shared(bound).size();
    if (given < columns.cardinality()) {
      double fanout = given == 0 ? whole.rows() : Math.min(1, whole.rows());
      return new JoinStep(fanout, whole.cost() + rows, this::joined);
    }
    Estimate eachRow = estimates.of(bound);
    double fanout = Math.min(1, eachRow.rows());
    double joined = whole.cost() + rows;
    return rows * eachRow.cost() <= joined
        ? new JoinStep(fanout, rows * eachRow.cost(), in -> operators.filter(in, filter))
        : new JoinStep(fanout, joined, this::semiJoin);
  }

  /// Threads that use the same plan share the solutions.
  private synchronized QueryRows semiJoin(QueryRows rows) {
    UnaryOperator<QueryRows> known = semiJoin;
    if (known == null) {
      known = operators.semiJoin(pattern, columns);
      semiJoin = known;
    }
    return known.apply(rows);
  }

  private QueryRows joined(QueryRows rows) {
    return rows instanceof QueryRows.Unit
        ? operators.run(values, rows)
        : operators.join(rows, values);
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
