package org.techrace.store.query.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What the executor keeps for the nodes of a plan while a query runs, such as the table of a right
/// side: made when it is first needed, and then used for all batches. Safe for use by the threads
/// that evaluate the query.
public final class NodeStates {
  /// The states by the numbers of the nodes, and by their kinds.
  private final List<Map<Class<?>, Object>> states = new ArrayList<>();

  /// Returns the state of a node.
  ///
  /// @param number the number of the node ([Plan.Header])
  /// @param made makes the state, which must not ask for others
  public synchronized <T> T of(int number, Class<T> kind, Supplier<T> made) {
    while (states.size() <= number) {
      states.add(new HashMap<>(2));
    }
    return kind.cast(states.get(number).computeIfAbsent(kind, _ -> made.get()));
  }
}
