package org.techrace.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Delays the next attempt to pull a release after each failure: first by the interval between two
/// checks, then by twice as long as before, up to two minutes. A damaged part of 32 MB is then not
/// received at every check. Used by one thread at a time.
final class Backoff {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Duration interval;
  private final InstantSource clock;
  private final Map<String, Failure> failures = new HashMap<>();

  /// The last failure of a release.
  private record Failure(Duration delay, Instant next, String message) {}

  /// Pulls a release.
  interface Attempt {
    void run() throws IOException;
  }

  /// @param interval the time between two checks
  Backoff(Duration interval, InstantSource clock) {
    this.interval = interval;
    this.clock = clock;
  }

  /// Tries to pull a release, unless its last failure was too recent.
  ///
  /// @throws IOException with the message of the last failure, if it was too recent
  void attempt(String release, Attempt attempt) throws IOException {
    Failure last = failures.get(release);
    if (last != null && clock.instant().isBefore(last.next)) {
      throw new IOException(last.message);
    }
    try {
      attempt.run();
      failures.remove(release);
    } catch (IOException | UncheckedIOException e) {
      Duration delay = last == null ? interval : longer(last.delay);
      failures.put(
          release, new Failure(delay, clock.instant().plus(delay), String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private Duration longer(Duration delay) {
    Duration twice = delay.multipliedBy(2);
    Duration longest = interval.compareTo(LONGEST) > 0 ? interval : LONGEST;
    return twice.compareTo(longest) > 0 ? longest : twice;
  }
}
