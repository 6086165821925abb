package org.techrace.store;

/// Receives the progress of a [StoreWriter].
@FunctionalInterface
public interface Progress {
  /// Reports the progress of one step.
  ///
  /// @param step the name of the step: `read`, `terms`, `spo`, `pso`, `pos` or `osp`
  /// @param done the number of quads, terms or triples processed in that step
  void at(String step, long done);

  Progress NONE = (step, done) -> {};
}
