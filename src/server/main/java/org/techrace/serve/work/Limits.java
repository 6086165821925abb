package org.techrace.serve.work;

import java.time.Duration;
import org.techrace.guard.Scratch;

/// Limits for the requests of one client and of all clients together. The service description
/// states these limits.
///
/// @param time the longest a query or a page may take; a client may ask for less with `timeout=`
///   (seconds)
/// @param checks the CPU time for finding what limits the answer to one query of a reader
/// @param queries how many queries may be in progress
/// @param pages how many pages, and reconciliation requests, may be in progress
/// @param answerBytes the greatest length of an answer, in bytes
/// @param bodyBytes the greatest length of a request body, in bytes
/// @param nesting how deep the brackets of a query may be nested
/// @param memory the share of the heap above which the query that uses most memory is stopped
/// @param scratch the memory and disk for the rows that operators of queries keep
/// @param cacheBytes the memory for cached answers, in bytes: one half for the endpoint, the other
///   for pages (of two releases during a promotion)
/// @param stuck how many evaluations may run for more than 1 s after they were stopped; with more,
///   the process reports that it is unhealthy
/// @param threads how many threads evaluate a query while no other query is evaluated
public record Limits(
    Duration time,
    Duration checks,
    Places queries,
    Places pages,
    long answerBytes,
    int bodyBytes,
    int nesting,
    double memory,
    Scratch.Limits scratch,
    long cacheBytes,
    int stuck,
    int threads) {

  /// How many evaluations may be in progress at once.
  ///
  /// @param concurrent how many may run
  /// @param queued how many more may wait or pause
  /// @param perClient how many of one client may run or wait
  public record Places(int concurrent, int queued, int perClient) {
    /// How many of one client run at once: three quarters, so that no client takes all.
    int concurrentPerClient() {
      return Math.max(1, concurrent * 3 / 4);
    }
  }

  /// The limits that apply where `techrace.toml` sets none.
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(30),
          Duration.ofMillis(800),
          new Places(4, 64, 8),
          new Places(8, 256, 32),
          256L << 20,
          1 << 16,
          200,
          0.8,
          Scratch.Limits.DEFAULT,
          Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4),
          2,
          Runtime.getRuntime().availableProcessors());

  /// The part of [#cacheBytes] for answers of the endpoint.
  public long endpointBytes() {
    return cacheBytes / 2;
  }

  /// The part of [#cacheBytes] for pages.
  public long pageBytes() {
    return cacheBytes - endpointBytes();
  }
}
