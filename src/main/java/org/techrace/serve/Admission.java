package org.techrace.serve;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// Lets in so many evaluations at once, of one client and of all; the rest wait in a queue that has
/// an end.
public final class Admission {
  private static final long BETWEEN_LOOKS_MILLIS = 50;

  private final Limits limits;
  private final Deque<Long> queue = new ArrayDeque<>();
  private final Map<String, Integer> clients = new ConcurrentHashMap<>();
  private int running;
  private long lastTurn;

  /// Lets in as many as the limits say.
  public Admission(Limits limits) {
    this.limits = limits;
  }

  /// A place among those let in. To be closed once, by whoever ends the evaluation.
  public final class Place implements AutoCloseable {
    private final String client;

    private Place(String client) {
      this.client = client;
    }

    @Override
    public void close() {
      end();
      leave(client);
    }
  }

  /// Waits for a place.
  ///
  /// @param client who asks
  /// @param patience how long to wait at most
  /// @param gone whether the client is gone: then its place in the queue is for others
  /// @throws Refusal 429 if the client has too many queries under way, 503 if all have
  public Place enter(String client, Duration patience, BooleanSupplier gone)
      throws InterruptedException {
    if (clients.merge(client, 1, Integer::sum) > limits.perClient()) {
      leave(client);
      throw busy(
          429, "You have " + limits.perClient() + " queries under way; wait for one to end.");
    }
    boolean entered = false;
    try {
      begin(System.nanoTime() + patience.toNanos(), gone);
      entered = true;
      return new Place(client);
    } finally {
      if (!entered) {
        leave(client);
      }
    }
  }

  /// Whoever came first begins first.
  private synchronized void begin(long deadline, BooleanSupplier gone) throws InterruptedException {
    if (running == limits.concurrent() && queue.size() >= limits.queued()) {
      throw busy(503, "Too many queries are under way; try again in a few seconds.");
    }
    long turn = ++lastTurn;
    queue.add(turn);
    try {
      while (running == limits.concurrent() || queue.element() != turn) {
        if (System.nanoTime() > deadline) {
          throw busy(503, "Too many queries are under way; try again in a few seconds.");
        }
        if (gone.getAsBoolean()) {
          throw new Refusal(499, "The client is gone.");
        }
        wait(BETWEEN_LOOKS_MILLIS);
      }
      running++;
    } finally {
      queue.remove(turn);
      notifyAll();
    }
  }

  private synchronized void end() {
    running--;
    notifyAll();
  }

  /// How many evaluations are under way.
  public synchronized int running() {
    return running;
  }

  /// How many wait.
  public synchronized int waiting() {
    return queue.size();
  }

  private void leave(String client) {
    clients.computeIfPresent(client, (c, n) -> n == 1 ? null : n - 1);
  }

  private static Refusal busy(int status, String sentence) {
    return new Refusal(status, sentence, Map.of("Retry-After", "5"));
  }
}
