package org.techrace.store.query.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.ExprList;
import org.techrace.guard.AlgebraParts;
import org.techrace.store.query.text.FilterRows;

/// Changes the pattern of an EXISTS so that it can be evaluated for a batch of rows. ARQ evaluates
/// it for each row, with the values of the row in place of its variables.
final class ExistsPattern {
  private ExistsPattern() {}

  /// Returns a pattern that has a solution for a row if and only if the given one has, without
  /// DISTINCT and ORDER BY in the parts that receive the values of a row, and without LIMIT of the
  /// whole. A LIMIT in a part keeps what it reads.
  ///
  /// @param whole true if no other part is joined with the pattern, or reads its rows
  /// @param compiler compiles an operator
  static Plan simplified(Plan pattern, boolean whole, Function<Op, Plan> compiler) {
    return switch (pattern) {
      case Plan.Slice slice when whole && slice.offset() == 0 && slice.length() != 0 ->
          simplified(slice.below(), true, compiler);
      case Plan.Sort sort when sort.limit() == Long.MAX_VALUE || (whole && sort.limit() > 0) ->
          simplified(sort.below(), whole, compiler);
      case Plan.Distinct distinct -> simplified(distinct.below(), whole, compiler);
      case Plan.Project project -> {
        Op below = simplified(project.below(), whole, compiler).algebra();
        yield compiler.apply(new OpProject(below, project.variables()));
      }
      case Plan.Filter filter -> {
        Op below = simplified(filter.below(), false, compiler).algebra();
        ExprList conditions = new ExprList(AlgebraParts.conditions(filter.algebra()));
        yield compiler.apply(OpFilter.filterBy(conditions, below));
      }
      case Plan.Join join -> {
        Op left = simplified(join.left(), false, compiler).algebra();
        yield compiler.apply(OpJoin.create(left, join.right().algebra()));
      }
      case Plan.Sequence sequence -> {
        OpSequence parts = OpSequence.create();
        sequence.parts().forEach(part -> parts.add(simplified(part, false, compiler).algebra()));
        yield compiler.apply(parts);
      }
      default -> pattern;
    };
  }

  /// Returns the groups of a pattern that can only be evaluated for the groups of a batch of rows.
  /// Empty if the pattern has another form, or a key may be unbound, or an expression has not
  /// always the same value.
  static Optional<ExistsPlan.Groups> groups(Plan pattern) {
    if (!(pattern instanceof Plan.Project project) || !pattern.facts().isRepeatable()) {
      return Optional.empty();
    }
    List<Plan> above = new ArrayList<>();
    Plan below = project.below();
    while (isFunction(below)) {
      above.addFirst(below);
      below = below instanceof Plan.Filter filter ? filter.below() : ((Plan.Extend) below).below();
    }
    if (!(below instanceof Plan.Group group)
        || !Collections.disjoint(group.by(), group.before().variables())) {
      return Optional.empty();
    }
    Facts rows = group.below().facts();
    Set<Var> shared = new HashSet<>(rows.mentioned());
    shared.retainAll(project.variables());
    boolean alone =
        project.isScoped()
            && group.by().containsAll(shared)
            && rows.certain().containsAll(group.by())
            && rows.isIndependent();
    return alone
        ? Optional.of(
            new ExistsPlan.Groups(
                group, above, group.by().stream().filter(project.variables()::contains).toList()))
        : Optional.empty();
  }

  private static boolean isFunction(Plan plan) {
    return switch (plan) {
      case Plan.Filter filter ->
          filter.conditions().stream().map(Condition::expr).allMatch(FilterRows::isFunction);
      case Plan.Extend extend -> extend.isNew() && extend.assignments().areFunctions();
      default -> false;
    };
  }
}
