package org.techrace.serve;

import java.time.Duration;
import org.techrace.guard.Scratch;
import org.techrace.serve.work.Limits;

/// Builds limits of a server: the usual ones, but for those that a test sets.
public final class TestLimits {
  private Duration time = Limits.DEFAULT.time();
  private Duration checks = Limits.DEFAULT.checks();
  private Limits.Places queries = Limits.DEFAULT.queries();
  private Limits.Places pages = Limits.DEFAULT.pages();
  private long answerBytes = Limits.DEFAULT.answerBytes();
  private int bodyBytes = Limits.DEFAULT.bodyBytes();
  private double memory = Limits.DEFAULT.memory();
  private Scratch.Limits scratch = Limits.DEFAULT.scratch();
  private long cacheBytes = Limits.DEFAULT.cacheBytes();
  private int threads = Limits.DEFAULT.threads();

  /// Sets the longest time of a query or a page.
  public TestLimits time(Duration longest) {
    time = longest;
    return this;
  }

  /// Sets the CPU time for finding what limits an answer.
  public TestLimits checks(Duration longest) {
    checks = longest;
    return this;
  }

  /// Sets how many queries may run, how many may wait, and how many of both one client may have.
  public TestLimits queries(int concurrent, int queued, int perClient) {
    queries = new Limits.Places(concurrent, queued, perClient);
    return this;
  }

  /// Sets how many pages may be in progress.
  public TestLimits pages(Limits.Places places) {
    pages = places;
    return this;
  }

  /// Sets the greatest length of an answer, in bytes.
  public TestLimits answerBytes(long most) {
    answerBytes = most;
    return this;
  }

  /// Sets the greatest length of a request body, in bytes.
  public TestLimits bodyBytes(int most) {
    bodyBytes = most;
    return this;
  }

  /// Sets the share of the heap above which a query is stopped.
  public TestLimits memory(double share) {
    memory = share;
    return this;
  }

  /// Sets the memory and disk for the rows that operators of queries keep.
  public TestLimits scratch(Scratch.Limits most) {
    scratch = most;
    return this;
  }

  /// Sets the memory for cached answers, in bytes.
  public TestLimits cacheBytes(long most) {
    cacheBytes = most;
    return this;
  }

  /// Sets the number of threads that may evaluate one query.
  public TestLimits threads(int most) {
    threads = most;
    return this;
  }

  public Limits build() {
    return new Limits(
        time,
        checks,
        queries,
        pages,
        answerBytes,
        bodyBytes,
        Limits.DEFAULT.nesting(),
        memory,
        scratch,
        cacheBytes,
        queries.concurrent() / 2,
        threads);
  }
}
