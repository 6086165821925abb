package org.techrace.fetch;

import java.time.Duration;
import java.util.OptionalLong;

/// Receives the progress of a run. It is called often, by several threads, and should return
/// immediately.
public interface FetchProgress {
  /// Ignores the progress.
  FetchProgress NONE =
      new FetchProgress() {
        @Override
        public void received(String table, long bytes, OptionalLong total) {}

        @Override
        public void waits(String table, Duration time, String reason) {}

        @Override
        public void done(Outcome outcome) {}
      };

  /// Reports the number of bytes of a file received so far.
  ///
  /// @param table the name of the distribution
  /// @param total the size of the file, if it is known
  void received(String table, long bytes, OptionalLong total);

  /// Reports a pause before the next request to a server.
  void waits(String table, Duration time, String reason);

  /// Reports the outcome for a file.
  void done(Outcome outcome);
}
