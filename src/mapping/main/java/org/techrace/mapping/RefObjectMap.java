package org.techrace.mapping;

import java.util.List;
import org.techrace.report.Place;

/// A referencing object map: its objects are the subjects of another triples map (RML-Core, section
/// 8).
///
/// @param at the place in the mapping
/// @param parent the name of the parent triples map
/// @param joins the join conditions; without any, the subject of the parent is generated from the
///   row of the child
/// @param targets the logical targets of the triples
public record RefObjectMap(Place at, String parent, List<Join> joins, List<Target> targets)
    implements ObjectMap {
  public RefObjectMap {
    joins = List.copyOf(joins);
    targets = List.copyOf(targets);
  }

  /// A join condition. It holds if the child expression and the parent expression have a value in
  /// common.
  public record Join(Place at, Expression child, Expression parent) {}
}
