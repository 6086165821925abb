package org.techrace.mapping;

import java.util.List;
import org.techrace.report.Place;

/// A referencing object map: its objects are the subjects of another triples map (RML-Core, section
/// 8).
///
/// @param at where it stands
/// @param parent the name of the parent triples map
/// @param joins the join conditions; with none, the parent's subject is made from the child's own
///   iteration
public record RefObjectMap(Place at, String parent, List<Join> joins, List<Target> targets)
    implements ObjectMap {
  public RefObjectMap {
    joins = List.copyOf(joins);
    targets = List.copyOf(targets);
  }

  /// A join condition: holds if the child's and the parent's expression have a value in common.
  public record Join(Place at, Expression child, Expression parent) {}
}
