package org.techrace.serve.work;

/// How many may be at work at once.
///
/// @param concurrent how many run
/// @param queued how many more may wait for their turn
/// @param perClient how many of one client may run or wait
public record Places(int concurrent, int queued, int perClient) {
  /// How many of one client run at once: three quarters, so that no client takes all.
  int concurrentPerClient() {
    return Math.max(1, concurrent * 3 / 4);
  }
}
