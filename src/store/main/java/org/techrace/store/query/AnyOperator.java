package org.techrace.store.query;

import java.util.function.Predicate;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVisitorByTypeBase;
import org.apache.jena.sparql.algebra.op.Op0;
import org.apache.jena.sparql.algebra.op.Op1;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.sparql.expr.ExprVisitorBase;

/// Looks for an operator of a kind.
final class AnyOperator extends OpVisitorByTypeBase {
  private final Predicate<Op> wanted;
  private boolean found;

  private AnyOperator(Predicate<Op> wanted) {
    this.wanted = wanted;
  }

  /// Returns true if an operator, a part of it, or a pattern of EXISTS in it is as wanted.
  /// Sequences and the like, which only hold parts, are not asked.
  static boolean test(Op op, Predicate<Op> wanted) {
    AnyOperator seeker = new AnyOperator(wanted);
    Walker.walk(op, seeker, new ExprVisitorBase()); // enters the patterns of EXISTS
    return seeker.found;
  }

  private void add(Op op) {
    found = found || wanted.test(op);
  }

  @Override
  protected void visit0(Op0 op) {
    add(op);
  }

  @Override
  protected void visit1(Op1 op) {
    add(op);
  }

  @Override
  protected void visit2(Op2 op) {
    add(op);
  }

  @Override
  protected void visitFilter(OpFilter filter) {
    add(filter);
  }

  @Override
  protected void visitLeftJoin(OpLeftJoin optional) {
    add(optional);
  }
}
