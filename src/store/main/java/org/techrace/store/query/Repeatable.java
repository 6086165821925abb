package org.techrace.store.query;

import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVisitorBase;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.ExprFunction0;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprFunctionN;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.expr.ExprVisitorBase;
import org.techrace.store.query.text.FilterRows;

/// Detects operators that have equal results for equal rows, so that equal rows may be merged: no
/// expression is random or creates something, and no other endpoint is asked.
final class Repeatable {
  private Repeatable() {}

  static boolean test(Op op) {
    Finder finder = new Finder();
    Services services = new Services();
    Walker.walk(op, services, finder);
    return finder.repeatable && !services.found;
  }

  private static final class Services extends OpVisitorBase {
    private boolean found;

    @Override
    public void visit(OpService service) {
      found = true;
    }
  }

  private static final class Finder extends ExprVisitorBase {
    private boolean repeatable = true;

    @Override
    public void visit(ExprFunction0 function) {
      add(function);
    }

    @Override
    public void visit(ExprFunction1 function) {
      add(function);
    }

    @Override
    public void visit(ExprFunctionN function) {
      add(function);
    }

    @Override
    public void visit(ExprFunctionOp exists) {
      repeatable &= test(exists.getGraphPattern());
    }

    private void add(ExprFunction function) {
      repeatable &= FilterRows.isPure(function);
    }
  }
}
