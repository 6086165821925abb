package org.techrace.store.query.row;

import org.apache.jena.sparql.core.Var;
import org.techrace.store.IdRanges;

/// A condition on a variable, as far as the ids of the store decide it. The condition is false or
/// fails for an id that is in neither set.
///
/// @param variable the variable
/// @param passing the ids for which the condition is true
/// @param open the ids for which the condition must be evaluated; none of them is in `passing`
public record IdCondition(Var variable, IdRanges passing, IdRanges open) {

  /// Returns the ids for which the condition may be true.
  public IdRanges possible() {
    return passing.union(open);
  }

  /// Returns true if the condition need not be evaluated for an id.
  public boolean decides(int id) {
    return id > 0 && !open.has(id);
  }

  /// Returns the conjunction with a condition on the same variable.
  public IdCondition and(IdCondition other) {
    IdRanges both = passing.intersection(other.passing);
    return new IdCondition(variable, both, possible().intersection(other.possible()).minus(both));
  }

  /// Returns the disjunction with a condition on the same variable.
  public IdCondition or(IdCondition other) {
    IdRanges either = passing.union(other.passing);
    return new IdCondition(variable, either, open.union(other.open).minus(either));
  }

  /// Returns the negation of a condition that fails for no id.
  public IdCondition not() {
    return new IdCondition(variable, IdRanges.ALL.minus(possible()), open);
  }
}
