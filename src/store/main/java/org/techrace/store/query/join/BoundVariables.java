package org.techrace.store.query.join;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.op.OpAssign;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpDistinct;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.algebra.op.OpOrder;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpReduced;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpSlice;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpTopN;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.aggregate.AggCount;
import org.apache.jena.sparql.expr.aggregate.AggCountDistinct;
import org.apache.jena.sparql.expr.aggregate.AggCountVar;
import org.apache.jena.sparql.expr.aggregate.AggCountVarDistinct;
import org.techrace.guard.AlgebraParts;

/// Finds the variables that every solution of an operator binds. `OpVars.fixedVars` adds variables
/// that some solutions leave unbound: those of BIND and aggregates whose expression fails, those
/// that a sub-select names without a value, and those of VALUES that are UNDEF in a row.
public final class BoundVariables {
  private BoundVariables() {}

  /// Returns some or all of the variables that every solution binds, as a new set.
  public static Set<Var> of(Op op) {
    return switch (op) {
      case OpBGP _, OpTriple _, OpPath _ -> OpVars.visibleVars(op);
      case OpTable table -> {
        Set<Var> bound = new HashSet<>(table.getTable().getVars());
        table.getTable().rows().forEachRemaining(row -> bound.removeIf(v -> !row.contains(v)));
        yield bound;
      }
      case OpJoin join -> union(of(join.getLeft()), of(join.getRight()));
      case OpSequence sequence -> {
        Set<Var> bound = new HashSet<>();
        sequence.getElements().forEach(part -> bound.addAll(of(part)));
        yield bound;
      }
      case OpUnion union -> {
        Set<Var> bound = of(union.getLeft());
        bound.retainAll(of(union.getRight()));
        yield bound;
      }
      case OpFilter filter -> of(filter.getSubOp());
      case OpGraph graph -> {
        Set<Var> bound = of(graph.getSubOp());
        if (Var.isVar(graph.getNode())) {
          bound.add(Var.alloc(graph.getNode()));
        }
        yield bound;
      }
      case OpLeftJoin optional -> of(optional.getLeft());
      case OpConditional optional -> of(optional.getLeft());
      case OpMinus minus -> of(minus.getLeft());
      case OpExtend extend -> assigned(of(extend.getSubOp()), extend.getVarExprList());
      case OpAssign assign -> assigned(of(assign.getSubOp()), assign.getVarExprList());
      case OpGroup group -> {
        Set<Var> bound = of(group.getSubOp());
        bound.retainAll(Set.copyOf(group.getGroupVars().getVars()));
        bound.addAll(counts(group));
        yield assigned(bound, group.getGroupVars());
      }
      case OpDistinct distinct -> of(distinct.getSubOp());
      case OpReduced reduced -> of(reduced.getSubOp());
      case OpOrder order -> of(order.getSubOp());
      case OpTopN top -> of(top.getSubOp());
      case OpSlice slice -> of(slice.getSubOp());
      case OpProject project -> {
        Set<Var> bound = of(project.getSubOp());
        bound.retainAll(Set.copyOf(project.getVars()));
        yield bound;
      }
      default -> new HashSet<>();
    };
  }

  /// Returns the variables that every solution binds, and those of aggregates, which no other part
  /// of the query can bind.
  static Set<Var> withAggregates(Op op) {
    Set<Var> variables = of(op);
    AlgebraParts.visit(
        op,
        part -> {
          if (part instanceof OpGroup group) {
            group.getAggregators().forEach(a -> variables.add(a.getVar()));
          }
        },
        _ -> {});
    return variables;
  }

  /// Adds the variables that get a constant, or the value of a variable that is bound. Any other
  /// expression may fail.
  private static Set<Var> assigned(Set<Var> bound, VarExprList assignments) {
    assignments.forEachVarExpr(
        (variable, expr) -> {
          if (expr != null
              && (expr.isConstant() || (expr.isVariable() && bound.contains(expr.asVar())))) {
            bound.add(variable);
          }
        });
    return bound;
  }

  /// Returns the variables of the aggregates that always have a value.
  private static Set<Var> counts(OpGroup group) {
    return group.getAggregators().stream()
        .filter(
            a ->
                switch (a.getAggregator()) {
                  case AggCount _, AggCountDistinct _, AggCountVar _, AggCountVarDistinct _ -> true;
                  default -> false;
                })
        .map(ExprAggregator::getVar)
        .collect(Collectors.toSet());
  }

  /// Adds the smaller set to the greater one, so that a long chain of joins takes linear time.
  private static Set<Var> union(Set<Var> one, Set<Var> other) {
    if (one.size() < other.size()) {
      other.addAll(one);
      return other;
    }
    one.addAll(other);
    return one;
  }
}
