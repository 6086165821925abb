package org.techrace.store;

/// Receives the progress of a [StoreWriter].
@FunctionalInterface
public interface Progress {
  /// Reports the progress of one step. Each step after `read` reports 0 when it begins.
  ///
  /// @param step the name of the step: `read`, `terms`, `rows`, `spo`, `trigrams`, `pso`, `pos` or
  ///   `osp`
  /// @param done the number of quads, terms, trigrams or triples processed in that step
  void at(String step, long done);

  /// Reports in a sentence what is used of a build that was stopped, or why nothing is.
  default void note(String text) {}

  Progress NONE = (step, done) -> {};
}
