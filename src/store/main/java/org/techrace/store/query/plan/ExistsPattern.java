package org.techrace.store.query.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpDistinctReduced;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpOrder;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpSlice;
import org.apache.jena.sparql.algebra.op.OpTopN;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.query.text.FilterRows;

/// The pattern of an EXISTS. ARQ evaluates it for each row, with the values of the row in place of
/// its variables. Some patterns give the same result if they are evaluated for a batch of rows.
///
/// @param simplified a pattern that has a solution for a row if and only if this one has, without
///   DISTINCT, ORDER BY and LIMIT where they make no difference
/// @param grouped its groups, if it can only be evaluated for the groups of a batch of rows
/// @param isRowWise true if it can be evaluated for a batch of rows as for each row
public record ExistsPattern(Op simplified, Optional<Grouped> grouped, boolean isRowWise) {
  static ExistsPattern of(Op pattern, AlgebraFacts facts) {
    Op simplified = simplified(pattern, true);
    boolean rowWise = facts.of(simplified).isRowWiseInExists();
    return new ExistsPattern(
        simplified, rowWise ? Optional.empty() : Grouped.of(simplified, facts), rowWise);
  }

  /// Removes DISTINCT and ORDER BY from the parts that receive the values of a row, and LIMIT from
  /// the whole. A LIMIT in a part keeps what it reads.
  ///
  /// @param whole true if no other part is joined with the operator, or reads its rows
  private static Op simplified(Op op, boolean whole) {
    return switch (op) {
      case OpSlice slice when whole && slice.getStart() <= 0 && slice.getLength() != 0 ->
          simplified(slice.getSubOp(), true);
      case OpTopN top when whole && top.getLimit() > 0 -> simplified(top.getSubOp(), true);
      case OpDistinctReduced distinct -> simplified(distinct.getSubOp(), whole);
      case OpOrder order -> simplified(order.getSubOp(), whole);
      case OpProject project ->
          new OpProject(simplified(project.getSubOp(), whole), project.getVars());
      case OpFilter filter ->
          OpFilter.filterBy(filter.getExprs(), simplified(filter.getSubOp(), false));
      case OpJoin join -> OpJoin.create(simplified(join.getLeft(), false), join.getRight());
      case OpSequence sequence -> {
        OpSequence parts = OpSequence.create();
        sequence.getElements().forEach(part -> parts.add(simplified(part, false)));
        yield parts;
      }
      default -> op;
    };
  }

  /// Returns true if the simplified pattern can be evaluated for a batch of rows.
  public boolean runsPerBatch() {
    return isRowWise || grouped.isPresent();
  }

  /// A sub-select with GROUP BY. With the values of a row in place of its variables it returns the
  /// groups with these values, because the row shares no other variable with the pattern: the
  /// groups of all rows can be computed together, and are looked up by their keys.
  ///
  /// @param group the operator GROUP BY
  /// @param above the operators on the groups (HAVING and `AS`), the first one applied first
  /// @param keys the variables of GROUP BY that the sub-select returns
  public record Grouped(OpGroup group, List<Op> above, List<Var> keys) {

    /// Returns empty if the pattern has another form, or a key may be unbound, or an expression has
    /// not always the same value.
    static Optional<Grouped> of(Op pattern, AlgebraFacts facts) {
      if (!(pattern instanceof OpProject project) || !facts.of(pattern).isRepeatable()) {
        return Optional.empty();
      }
      List<Op> above = new ArrayList<>();
      Op below = project.getSubOp();
      while (isFunction(below)) {
        above.addFirst(below);
        below =
            below instanceof OpFilter filter ? filter.getSubOp() : ((OpExtend) below).getSubOp();
      }
      if (!(below instanceof OpGroup group) || !group.getGroupVars().getExprs().isEmpty()) {
        return Optional.empty();
      }
      Facts rows = facts.of(group.getSubOp());
      List<Var> keys = group.getGroupVars().getVars();
      Set<Var> shared = new HashSet<>(rows.mentioned());
      shared.retainAll(project.getVars());
      boolean alone =
          facts.of(project).isScoped(project)
              && keys.containsAll(shared)
              && rows.certain().containsAll(keys)
              && rows.isIndependent();
      return alone
          ? Optional.of(
              new Grouped(group, above, keys.stream().filter(project.getVars()::contains).toList()))
          : Optional.empty();
    }

    private static boolean isFunction(Op op) {
      return switch (op) {
        case OpFilter filter -> areFunctions(filter.getExprs().getList());
        case OpExtend extend -> areFunctions(extend.getVarExprList().getExprs().values());
        default -> false;
      };
    }

    private static boolean areFunctions(Iterable<Expr> expressions) {
      for (Expr expr : expressions) {
        if (!FilterRows.isFunction(expr)) {
          return false;
        }
      }
      return true;
    }
  }
}
