package org.techrace.store.query;

import java.util.Iterator;
import java.util.List;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVisitorBase;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.expr.ExprVisitorBase;

/// Detects `VALUES` with `UNDEF`. ARQ's optimizer must not move a filter into it.
final class UndefinedValues extends OpVisitorBase {
  private boolean found;

  private UndefinedValues() {}

  /// Returns true if a row of `VALUES` in an operator leaves a variable without a value.
  static boolean test(Op op) {
    UndefinedValues values = new UndefinedValues();
    Walker.walk(op, values, new ExprVisitorBase()); // enters the patterns of EXISTS
    return values.found;
  }

  @Override
  public void visit(OpTable table) {
    List<Var> variables = table.getTable().getVars();
    Iterator<Binding> rows = table.getTable().rows();
    while (!found && rows.hasNext()) {
      found = !variables.stream().allMatch(rows.next()::contains);
    }
  }
}
