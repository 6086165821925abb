package org.techrace.store.query.join;

import java.util.HashSet;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.OpVisitorBase;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpDistinct;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpReduced;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.sparql.core.Var;

/// Finds the variables that every solution of an operator binds. In contrast to `OpVars.fixedVars`,
/// variables of BIND, and those of VALUES that are UNDEF in a row, are left out.
public final class BoundVariables {
  private BoundVariables() {}

  /// Returns some or all of the variables that every solution binds.
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
        Set<Var> bound = new HashSet<>(of(union.getLeft()));
        bound.retainAll(of(union.getRight()));
        yield bound;
      }
      case OpFilter filter -> of(filter.getSubOp());
      case OpGraph graph -> of(graph.getSubOp());
      case OpLeftJoin optional -> of(optional.getLeft());
      case OpConditional optional -> of(optional.getLeft());
      case OpMinus minus -> of(minus.getLeft());
      case OpExtend extend -> of(extend.getSubOp());
      case OpDistinct distinct -> of(distinct.getSubOp());
      case OpReduced reduced -> of(reduced.getSubOp());
      case OpProject project -> {
        Set<Var> bound = new HashSet<>(of(project.getSubOp()));
        bound.retainAll(project.getVars());
        yield bound;
      }
      default -> Set.of();
    };
  }

  /// Returns the variables of `OpVars.fixedVars` without those that are UNDEF in a row of VALUES
  /// and that nothing else binds.
  static Set<Var> withAssigned(Op op) {
    Set<Var> fixed = OpVars.fixedVars(op);
    Walker.walk(
        op,
        new OpVisitorBase() {
          @Override
          public void visit(OpTable table) {
            Set<Var> undefined = new HashSet<>(table.getTable().getVars());
            undefined.removeAll(of(table));
            undefined.removeAll(of(op));
            fixed.removeAll(undefined);
          }
        });
    return fixed;
  }

  private static Set<Var> union(Set<Var> one, Set<Var> other) {
    Set<Var> both = new HashSet<>(one);
    both.addAll(other);
    return both;
  }
}
