package org.techrace.store;

import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/// Which rows of a store belong to the graph that is asked: those whose graph set is one of these.
///
/// @param sets the graph sets
/// @param all whether these are all graph sets there are, so that no row need be looked at
public record Scope(BitSet sets, boolean all) {

  /// No triple at all.
  public static final Scope NOTHING = new Scope(new BitSet(), false);

  static Scope of(List<int[]> graphSets, Predicate<int[]> wanted) {
    BitSet sets = new BitSet();
    for (int i = 0; i < graphSets.size(); i++) {
      sets.set(i, wanted.test(graphSets.get(i)));
    }
    return new Scope(sets, sets.cardinality() == graphSets.size());
  }

  /// Whether no row belongs to the graph.
  public boolean isEmpty() {
    return sets.isEmpty();
  }

  /// Whether a row with this graph set belongs to the graph.
  public boolean has(int graphSet) {
    return all || sets.get(graphSet);
  }
}
