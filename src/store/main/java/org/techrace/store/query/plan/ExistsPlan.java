package org.techrace.store.query.plan;

import java.util.List;
import java.util.Optional;
import org.apache.jena.sparql.core.Var;

/// The pattern of EXISTS as it is evaluated for a batch of rows.
///
/// @param number as that of a node ([Plan.Header])
/// @param pattern a pattern that has a solution for a row if and only if that of EXISTS has one
/// @param groups its groups, if it can only be evaluated for the groups of a batch of rows
/// @param compared the pattern without a comparison with the row, if it has one
/// @param whole the pattern as it is evaluated once for all rows, if that is possible
/// @param unassigned the same without a BIND at its end, if it has one
/// @param isConcurrent true if several threads may evaluate it for parts of the rows
public record ExistsPlan(
    int number,
    Plan pattern,
    Optional<Groups> groups,
    Optional<ComparedPattern> compared,
    Optional<WholePattern> whole,
    Optional<ExistsPlan> unassigned,
    boolean isConcurrent) {

  /// The groups of a sub-select ([ExistsPattern.Grouped]).
  ///
  /// @param above the nodes above GROUP BY, the first one applied first
  /// @param keys the variables of GROUP BY that the sub-select returns
  public record Groups(Plan.Group group, List<Plan> above, List<Var> keys) {}
}
