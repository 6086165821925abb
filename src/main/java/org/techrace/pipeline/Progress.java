package org.techrace.pipeline;

/// Listens to a build. It is called often and should return at once.
public interface Progress {
  /// For builds that nobody watches.
  Progress NONE =
      new Progress() {
        @Override
        public void step(String name) {}

        @Override
        public void rows(String table, long rows) {}
      };

  /// Says what is done next: the name of a source, `store`, `validate`, `index` or `seal`.
  void step(String name);

  /// Says how many rows of a table were read so far.
  void rows(String table, long rows);
}
