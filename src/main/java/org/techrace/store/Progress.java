package org.techrace.store;

/// Takes word of how far the making of a store has come.
@FunctionalInterface
public interface Progress {
  /// Says how far a step is.
  ///
  /// @param step what is being done: `read`, `terms`, `spo`, `pso`, `pos`, `osp`
  /// @param done how many quads, terms or triples of that step are done
  void at(String step, long done);

  Progress NONE = (step, done) -> {};
}
