package org.techrace.serve;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets in so many evaluations at once, of one client and of all; the rest wait in a queue that has
/// an end.
public final class Admission {
  private final Limits limits;
  private final Semaphore running;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<String, Integer> clients = new ConcurrentHashMap<>();

  /// Lets in as many as the limits say.
  public Admission(Limits limits) {
    this.limits = limits;
    this.running = new Semaphore(limits.concurrent(), true);
  }

  /// A place among those let in. To be closed once, by whoever ends the evaluation.
  public final class Place implements AutoCloseable {
    private final String client;

    private Place(String client) {
      this.client = client;
    }

    @Override
    public void close() {
      running.release();
      leave(client);
    }
  }

  /// Waits for a place.
  ///
  /// @param client who asks
  /// @param patience how long to wait at most
  /// @throws Refusal 429 if the client has too many queries under way, 503 if all have
  public Place enter(String client, Duration patience) throws InterruptedException {
    if (clients.merge(client, 1, Integer::sum) > limits.perClient()) {
      leave(client);
      throw busy(
          429, "You have " + limits.perClient() + " queries under way; wait for one to end.");
    }
    boolean entered = running.tryAcquire();
    if (!entered) {
      entered = enterFromQueue(patience);
    }
    if (!entered) {
      leave(client);
      throw busy(503, "Too many queries are under way; try again in a few seconds.");
    }
    return new Place(client);
  }

  private boolean enterFromQueue(Duration patience) throws InterruptedException {
    try {
      return waiting.incrementAndGet() <= limits.queued()
          && running.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      waiting.decrementAndGet();
    }
  }

  /// How many evaluations are under way.
  public int running() {
    return limits.concurrent() - running.availablePermits();
  }

  /// How many wait.
  public int waiting() {
    return waiting.get();
  }

  private void leave(String client) {
    clients.computeIfPresent(client, (c, n) -> n == 1 ? null : n - 1);
  }

  private static Refusal busy(int status, String sentence) {
    return new Refusal(status, sentence, Map.of("Retry-After", "5"));
  }
}
