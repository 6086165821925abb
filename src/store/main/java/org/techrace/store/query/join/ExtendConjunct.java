package org.techrace.store.query.join;

import java.util.BitSet;
import java.util.Map;
import org.apache.jena.sparql.core.Var;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.plan.Assignments;
import org.techrace.store.query.row.QueryRun;

/// A BIND whose variable occurs nowhere else in the group. It runs when no other part binds a
/// variable of its expression.
final class ExtendConjunct implements Conjunct {
  private final GroupOperators operators;
  private final Assignments assignments;
  private final BitSet read = new BitSet();
  private final BitSet columns = new BitSet();

  ExtendConjunct(QueryRun run, GroupOperators operators, Assignments assignments) {
    this.operators = operators;
    this.assignments = assignments;
    read.or(run.layout().columnSet(assignments.mentioned()));
    for (Var variable : assignments.variables()) {
      columns.set(run.layout().column(variable));
    }
    read.andNot(columns); // an expression may use the variable before it
    columns.or(read);
  }

  @Override
  public String text() {
    return "bind " + assignments.variables();
  }

  @Override
  public String key() {
    return "bind " + assignments.expressions();
  }

  @Override
  public BitSet columns() {
    return columns;
  }

  @Override
  public BitSet reads() {
    return read;
  }

  @Override
  public boolean isConcurrent() {
    return true; // GroupParts moves only expressions that depend on nothing but their variables
  }

  @Override
  public JoinStep plan(double rows, Map<Integer, Sample> bound) {
    return new JoinStep(1, rows, in -> operators.extend(in, assignments));
  }

  @Override
  public Sample sample(int column, int size) {
    return Sample.UNKNOWN;
  }
}
