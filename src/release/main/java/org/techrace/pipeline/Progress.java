package org.techrace.pipeline;

/// Receives the progress of a build. It is called often and by several threads, and should return
/// immediately.
public interface Progress {
  /// Ignores the progress.
  Progress NONE =
      new Progress() {
        @Override
        public void step(String name) {}

        @Override
        public void rows(String table, long rows) {}
      };

  /// Reports the start of a step: `map`, `store`, `validate`, `index`, `tables` or `seal`.
  void step(String name);

  /// Reports the number of rows of a table that have been read so far.
  void rows(String table, long rows);
}
