package org.techrace.serve.work;

import java.time.Duration;

/// What one client, and all together, may cost. Stated in the service description.
///
/// @param time how long a query may run, or a page be made; of a query a client may ask for less
///   with `timeout=` (seconds)
/// @param queries how many queries may be under way
/// @param pages how many pages, and requests to reconcile, likewise
/// @param answerBytes how long an answer may be
/// @param bodyBytes how long the body of a request may be
/// @param nesting how deep brackets in a query may be nested
/// @param memory the share of the heap above which the hungriest query is stopped
/// @param cacheBytes how much memory remembered answers may take: half those of the endpoint, half
///   what pages are made from (of two releases while one takes the place of another)
/// @param stuck how many evaluations may go on a second after they were told to stop before the
///   process reports that it is not well
public record Limits(
    Duration time,
    Places queries,
    Places pages,
    long answerBytes,
    int bodyBytes,
    int nesting,
    double memory,
    long cacheBytes,
    int stuck) {

  /// With half as many evaluations stuck as queries may run.
  public Limits(
      Duration time,
      Places queries,
      Places pages,
      long answerBytes,
      int bodyBytes,
      int nesting,
      double memory,
      long cacheBytes) {
    this(
        time,
        queries,
        pages,
        answerBytes,
        bodyBytes,
        nesting,
        memory,
        cacheBytes,
        queries.concurrent() / 2);
  }

  /// How many evaluations may be under way at once.
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

  /// What holds if `serve.properties` says nothing.
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(30),
          new Places(4, 64, 8),
          new Places(8, 256, 32),
          256L << 20,
          1 << 16,
          200,
          0.8,
          64L << 20);

  /// Of [#cacheBytes] those for answers of the endpoint.
  public long endpointBytes() {
    return cacheBytes / 2;
  }

  /// Of [#cacheBytes] those for what pages are made from.
  public long pageBytes() {
    return cacheBytes - endpointBytes();
  }
}
