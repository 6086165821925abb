package org.techrace.fetch;

import java.time.Duration;
import java.util.OptionalLong;

/// Listens to a run. It is called often, by several threads, and should return at once.
public interface FetchProgress {
  /// For runs that nobody watches.
  FetchProgress NONE =
      new FetchProgress() {
        @Override
        public void received(String table, long bytes, OptionalLong total) {}

        @Override
        public void waits(String table, Duration time, String reason) {}

        @Override
        public void done(Outcome outcome) {}
      };

  /// Says how much of a file has arrived.
  ///
  /// @param table the name of the distribution
  /// @param total the size of the file, if it is known
  void received(String table, long bytes, OptionalLong total);

  /// Says that a server is asked again after some time.
  void waits(String table, Duration time, String reason);

  /// Says what became of a file.
  void done(Outcome outcome);
}
