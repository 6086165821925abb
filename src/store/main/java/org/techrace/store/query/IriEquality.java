package org.techrace.store.query;

import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.TransformCopy;
import org.apache.jena.sparql.algebra.Transformer;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_LogicalAnd;
import org.apache.jena.sparql.expr.E_SameTerm;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprList;
import org.techrace.guard.AlgebraParts;
import org.techrace.store.Cursor;
import org.techrace.store.Order;
import org.techrace.store.Section;
import org.techrace.store.Store;
import org.techrace.store.query.plan.Facts;
import org.techrace.store.query.plan.PlanCompiler;

/// Replaces the condition `?a = ?b` with `sameTerm(?a, ?b)` where one of them is always an IRI or
/// blank node, because these are equal to themselves only. ARQ's optimizer then uses one variable
/// for both, so that the index is searched instead of comparing all pairs.
///
/// A variable is an IRI or blank node as a subject, as a predicate, and as the object of a
/// predicate whose objects in this store are.
final class IriEquality extends TransformCopy {
  private final Store store;
  private final PlanCompiler plans;

  private IriEquality(Store store, PlanCompiler plans) {
    this.store = store;
    this.plans = plans;
  }

  /// Replaces what can be replaced in an operator. A query with `GRAPH` or SERVICE is returned as
  /// it is, because these may read other stores.
  static Op apply(Op op, Store store, PlanCompiler plans) {
    boolean elsewhere = AlgebraParts.any(op, o -> o instanceof OpGraph || o instanceof OpService);
    return elsewhere ? op : Transformer.transform(new IriEquality(store, plans), op);
  }

  @Override
  public Op transform(OpFilter filter, Op sub) {
    return OpFilter.filterBy(replaced(plans.facts(super.transform(filter, sub))), sub);
  }

  @Override
  public Op transform(OpLeftJoin optional, Op left, Op right) {
    Op copy = super.transform(optional, left, right);
    return optional.getExprs() == null
        ? copy
        : OpLeftJoin.create(left, right, replaced(plans.facts(copy)));
  }

  private ExprList replaced(Facts operator) {
    ExprList replaced = new ExprList();
    AlgebraParts.conditions(operator.op()).forEach(c -> replaced.add(replaced(c, operator)));
    return replaced;
  }

  private Expr replaced(Expr condition, Facts operator) {
    return switch (condition) {
      case E_LogicalAnd and ->
          new E_LogicalAnd(replaced(and.getArg1(), operator), replaced(and.getArg2(), operator));
      case E_Equals equality
          when equality.getArg1().isVariable()
              && equality.getArg2().isVariable()
              && operator.certainInOperands().containsAll(equality.getVarsMentioned())
              && equality.getVarsMentioned().stream().anyMatch(v -> hasNoLiteral(v, operator)) ->
          new E_SameTerm(equality.getArg1(), equality.getArg2());
      default -> condition;
    };
  }

  /// Returns true if each solution of the operands binds a variable to an IRI or blank node.
  private boolean hasNoLiteral(Var variable, Facts operator) {
    return operator.patternsOfOperands().stream().anyMatch(t -> hasNoLiteral(variable, t));
  }

  private boolean hasNoLiteral(Var variable, Triple pattern) {
    return pattern.getSubject().equals(variable)
        || pattern.getPredicate().equals(variable)
        || (pattern.getObject().equals(variable)
            && pattern.getPredicate().isURI()
            && hasNoLiterals(pattern.getPredicate()));
  }

  /// Returns true if no object of a predicate is a literal or triple term. Their ids are the
  /// highest.
  private boolean hasNoLiterals(Node predicate) {
    int id = store.id(predicate);
    Cursor cursor = store.permutation(Order.POS).cursor();
    int firstOther = store.dictionary().range(Section.STRING).start();
    long row = cursor.seek(0, 2, id, firstOther, 0);
    return row == cursor.size() || cursor.get(row, 0) != id;
  }
}
