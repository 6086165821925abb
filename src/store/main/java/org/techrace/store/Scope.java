package org.techrace.store;

import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/// Selects the rows of a store that belong to the queried graph: those whose graph set is in this
/// scope.
///
/// @param sets the selected graph sets
/// @param all true if all graph sets are selected, so that no row needs a test
public record Scope(BitSet sets, boolean all) {

  /// Selects no triple.
  public static final Scope NOTHING = new Scope(new BitSet(), false);

  static Scope of(List<int[]> graphSets, Predicate<int[]> wanted) {
    BitSet sets = new BitSet();
    for (int i = 0; i < graphSets.size(); i++) {
      sets.set(i, wanted.test(graphSets.get(i)));
    }
    return new Scope(sets, sets.cardinality() == graphSets.size());
  }

  /// Returns true if no row belongs to the graph.
  public boolean isEmpty() {
    return sets.isEmpty();
  }

  /// Returns true if a row with this graph set belongs to the graph.
  public boolean has(int graphSet) {
    return all || sets.get(graphSet);
  }
}
